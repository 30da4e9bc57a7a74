using CsCheck;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Data;
using LsKd.Learning.Data.Splits;
using LsKd.Learning.Data.Stored;

namespace LsKd.Learning.Tests.Data.Splits;

public class SplitPlannerTests
{
    private static readonly StoredSet Balanced = SyntheticSet.Of(classes: 10, trainPerClass: 600, testPerClass: 20);

    private static readonly Gen<DataSpec> Specs =
        from validation in Gen.Double[0, 0.6]
        from seed in Gen.Int[0, 1000]
        from classes in Gen.Int[2, 10]
        from order in Gen.Enum<ClassOrder>()
        from fraction in Gen.Double[0.05, 1]
        from imbalance in Gen.Double[1, 200]
        from noise in Gen.Double[0, 0.9]
        from trainSize in Gen.Int[0, 20]
        from testSize in Gen.Int[1, 40]
        select new DataSpec
        {
            ValidationFraction = validation, Seed = seed, Classes = classes, ClassOrder = order, Fraction = fraction,
            ImbalanceFactor = imbalance, LabelNoise = noise, TrainSize = trainSize < 10 ? null : trainSize, TestSize = testSize,
        };

    [Fact]
    public void Splits_of_any_spec_are_disjoint_and_keep_to_their_part()
    {
        Specs.Sample(
            spec =>
            {
                var plan = SplitPlanner.Plan(Balanced, spec);
                var all = Enum.GetValues<Split>().SelectMany(s => plan[s].Stored).ToArray();
                return all.Length == all.Distinct().Count()
                    && plan[Split.Test].Stored.All(i => Balanced.Parts[i] == Part.Test)
                    && plan[Split.Train].Stored.Concat(plan[Split.Validation].Stored).All(i => Balanced.Parts[i] == Part.Train)
                    && Enum.GetValues<Split>().All(s => plan[s].Labels.All(k => k >= 0 && k < spec.Classes));
            },
            iter: 200);
    }

    [Fact]
    public void Any_spec_makes_the_same_plan_twice()
    {
        Specs.Sample(
            spec =>
            {
                SplitPlan a = SplitPlanner.Plan(Balanced, spec), b = SplitPlanner.Plan(Balanced, spec);
                return Enum.GetValues<Split>().All(s => a[s].Stored.SequenceEqual(b[s].Stored) && a[s].Labels.SequenceEqual(b[s].Labels));
            },
            iter: 50);
    }

    [Fact]
    public void A_sample_in_two_splits_is_refused()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => new SplitPlan(["a", "b"], new([0, 1], [0, 1]), new([2, 1], [0, 1]), new([3], [0])));
        Assert.Contains("Sample 1", error.Message);
    }

    [Fact]
    public void Validation_is_stratified_and_moves_with_the_seed()
    {
        var a = SplitPlanner.Plan(Balanced, new() { ValidationFraction = 0.1 });
        var b = SplitPlanner.Plan(Balanced, new() { ValidationFraction = 0.1, Seed = 1 });

        Assert.All(Sizes(a, Split.Validation, 10), n => Assert.Equal(60, n));
        Assert.NotEqual(a[Split.Validation].Stored, b[Split.Validation].Stored);
    }

    [Fact]
    public void Reducing_the_training_set_leaves_validation_as_it_was()
    {
        var whole = SplitPlanner.Plan(Balanced, new());
        var reduced = SplitPlanner.Plan(Balanced, new() { TrainSize = 500, ImbalanceFactor = 10, LabelNoise = 0.3, Fraction = 0.5 });

        Assert.Equal(whole[Split.Validation].Stored, reduced[Split.Validation].Stored);
        Assert.Equal(whole[Split.Validation].Labels, reduced[Split.Validation].Labels);
        Assert.Equal(whole[Split.Test].Stored, reduced[Split.Test].Stored);
    }

    [Fact]
    public void A_validation_part_of_the_set_is_used_as_it_is()
    {
        var set = SyntheticSet.Of(classes: 4, trainPerClass: 10, testPerClass: 5, validationPerClass: 3);
        var plan = SplitPlanner.Plan(set, new() { ValidationFraction = 0.5 });

        Assert.Equal((40, 12, 20), (plan[Split.Train].Count, plan[Split.Validation].Count, plan[Split.Test].Count));
        Assert.All(plan[Split.Validation].Stored, i => Assert.Equal(Part.Validation, set.Parts[i]));
    }

    [Fact]
    public void A_set_without_test_part_gives_up_some_training_samples_of_each_class()
    {
        var plan = SplitPlanner.Plan(SyntheticSet.Of(classes: 5, trainPerClass: 100, testPerClass: 0), new() { TestFraction = 0.2, ValidationFraction = 0.1 });

        Assert.Equal([20, 20, 20, 20, 20], Sizes(plan, Split.Test, 5));
        Assert.Equal([8, 8, 8, 8, 8], Sizes(plan, Split.Validation, 5));
        Assert.Equal([72, 72, 72, 72, 72], Sizes(plan, Split.Train, 5));
    }

    [Fact]
    public void Fewer_classes_are_contained_in_more_with_the_same_labels()
    {
        foreach (var order in Enum.GetValues<ClassOrder>())
        {
            var few = SplitPlanner.Plan(Balanced, new() { Classes = 3, ClassOrder = order, Seed = 5 });
            var more = SplitPlanner.Plan(Balanced, new() { Classes = 7, ClassOrder = order, Seed = 5 });
            Assert.Equal(few.ClassNames, more.ClassNames.Take(3));
            Assert.All(few[Split.Test].Stored, i => Assert.Equal(few.ClassNames[Label(few, i)], more.ClassNames[Label(more, i)]));
        }
    }

    [Fact]
    public void First_and_random_classes_differ()
    {
        var first = SplitPlanner.Plan(Balanced, new() { Classes = 3 });
        var random = SplitPlanner.Plan(Balanced, new() { Classes = 3, ClassOrder = ClassOrder.Random, Seed = 3 });

        Assert.Equal(["class 0", "class 1", "class 2"], first.ClassNames);
        Assert.NotEqual(first.ClassNames, random.ClassNames);
    }

    [Fact]
    public void Long_tail_follows_the_published_counts_of_CIFAR_10_LT()
    {
        Assert.Equal([5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50], LongTail.Counts(5000, 10, 100));
    }

    [Fact]
    public void Long_tail_cuts_training_in_an_order_of_classes_drawn_by_seed()
    {
        var a = SplitPlanner.Plan(Balanced, new() { ValidationFraction = 0, ImbalanceFactor = 100 });
        var b = SplitPlanner.Plan(Balanced, new() { ValidationFraction = 0, ImbalanceFactor = 100, Seed = 1 });

        Assert.Equal(LongTail.Counts(600, 10, 100), Sizes(a, Split.Train, 10).OrderDescending());
        Assert.NotEqual(Sizes(a, Split.Train, 10), Sizes(b, Split.Train, 10));
        Assert.All(Sizes(a, Split.Test, 10), n => Assert.Equal(20, n));
    }

    [Fact]
    public void Label_noise_changes_the_stated_share_of_training_labels_and_spreads_them_over_all_other_classes()
    {
        var plan = SplitPlanner.Plan(Balanced, new() { ValidationFraction = 0, LabelNoise = 0.4 });
        var train = plan[Split.Train];
        var wrong = Enumerable.Range(0, train.Count).Where(i => train.Labels[i] != Balanced.Labels[train.Stored[i]]).ToArray();

        Assert.Equal(2400, wrong.Length);
        Assert.Equal(90, wrong.Select(i => (Balanced.Labels[train.Stored[i]], train.Labels[i])).Distinct().Count());
        Assert.All(Enumerable.Range(0, plan[Split.Test].Count), i => Assert.Equal(Balanced.Labels[plan[Split.Test].Stored[i]], plan[Split.Test].Labels[i]));
    }

    [Fact]
    public void Fraction_keeps_its_share_of_each_class_and_at_least_one()
    {
        Assert.All(Sizes(SplitPlanner.Plan(Balanced, new() { Fraction = 0.25, ValidationFraction = 0 }), Split.Train, 10), n => Assert.Equal(150, n));
        Assert.All(Sizes(SplitPlanner.Plan(Balanced, new() { Fraction = 1e-6, ValidationFraction = 0 }), Split.Train, 10), n => Assert.Equal(1, n));
    }

    [Theory]
    [InlineData("data.classes is 11", 11, null, 0.0)]
    [InlineData("data.trainSize is 9999", null, 9999, 0.0)]
    [InlineData("data.trainSize is 3", null, 3, 0.0)]
    [InlineData("data.labelNoise", null, null, 1.0)]
    public void What_the_set_cannot_give_is_refused_by_name(string message, int? classes, int? trainSize, double noise)
    {
        var spec = new DataSpec { Classes = classes, TrainSize = trainSize, LabelNoise = noise };
        Assert.Contains(message, Assert.Throws<DatasetException>(() => SplitPlanner.Plan(Balanced, spec)).Message);
    }

    private static int[] Sizes(SplitPlan plan, Split split, int classes) =>
        [.. Enumerable.Range(0, classes).Select(k => plan[split].Labels.Count(l => l == k))];

    private static int Label(SplitPlan plan, int stored) => plan[Split.Test].Labels[Array.IndexOf(plan[Split.Test].Stored, stored)];
}
