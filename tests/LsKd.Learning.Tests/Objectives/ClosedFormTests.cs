using LsKd.Core.Specs;
using LsKd.Learning.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Objectives;

public class ClosedFormTests
{
    [Fact]
    public void Wsld_is_its_formula()
    {
        var input = RandomBatch.Create();
        var weights = ClosedForms.WsldWeights(ClosedForms.Rows(input.Logits), ClosedForms.Rows(input.TeacherLogits!), input.Labels.data<long>().ToArray());
        AssertTotal(ClosedForms.Wsld(input, 2, 2.5, weights), new WeightedSoftLabels(2, 2.5));
    }

    [Fact]
    public void Dkd_is_its_formula() => AssertTotal(ClosedForms.Dkd(RandomBatch.Create(), 4, 1, 8), new DecoupledDistillation(4, 1, 8));

    [Fact]
    public void Dkd_with_both_weights_alike_is_not_plain_distillation_but_its_parts_add_up()
    {
        using var scope = NewDisposeScope();
        // KL = TCKD + (1 - p_label) NCKD for one sample (Zhao et al. 2022).
        var input = new LossInput(RandomBatch.Create().Logits[..1], tensor(new long[] { 0 })) { TeacherLogits = RandomBatch.Create().TeacherLogits![..1] };
        var parts = new DecoupledDistillation(1, 1, 1).Compute(input).Parts.ToDictionary(p => p.Name, p => p.Value.ToDouble());
        var pLabel = ClosedForms.Softmax(ClosedForms.Rows(input.TeacherLogits!)[0])[0];
        Assert.Equal(parts["kd_kl"], parts["dkd_target"] + (1 - pLabel) * parts["dkd_others"], 1e-9);
    }

    [Fact]
    public void Dist_is_its_formula() => AssertTotal(ClosedForms.Dist(RandomBatch.Create(), 1, 2), new RelationalDistillation(1, 2));

    [Fact]
    public void Standardised_distillation_is_its_formula() =>
        AssertTotal(ClosedForms.Standardised(RandomBatch.Create(), 2, 0.9, 9), new StandardisedDistillation(2, 0.9, 9));

    [Fact]
    public void Max_suppression_is_its_formula() => AssertTotal(ClosedForms.MaxSup(RandomBatch.Create(), 0.1), new MaximumSuppression(0.1));

    [Fact]
    public void The_virtual_teacher_is_its_formula() =>
        AssertTotal(ClosedForms.VirtualTeacher(RandomBatch.Create(), 20, 0.1, 1), new TeacherFree(20, 0.1, 1));

    [Fact]
    public void Smoothing_over_wrong_classes_is_that_over_all_classes_with_a_larger_factor()
    {
        using var scope = NewDisposeScope();
        var wrong = new CrossEntropy(0.1, SmoothingConvention.WrongClasses).Compute(RandomBatch.Create()).Total.ToDouble();
        var all = new CrossEntropy(0.1 * RandomBatch.Classes / (RandomBatch.Classes - 1), SmoothingConvention.AllClasses).Compute(RandomBatch.Create()).Total.ToDouble();
        Assert.Equal(all, wrong, 1e-12);
    }

    [Fact]
    public void Smoothing_agrees_with_torchs_own()
    {
        using var scope = NewDisposeScope();
        var input = RandomBatch.Create();
        var expected = nn.functional.cross_entropy(input.Logits, input.Labels, label_smoothing: 0.2).ToDouble();
        Assert.Equal(expected, new CrossEntropy(0.2, SmoothingConvention.AllClasses).Compute(input).Total.ToDouble(), 1e-12);
    }

    [Fact]
    public void The_divergence_is_averaged_over_the_batch_alone_not_over_the_classes()
    {
        using var scope = NewDisposeScope();
        var input = RandomBatch.Create();
        var expected = ClosedForms.Rows(input.Logits).Zip(ClosedForms.Rows(input.TeacherLogits!), (s, t) => ClosedForms.Kl(ClosedForms.Softmax(t, 3), ClosedForms.Softmax(s, 3))).Average() * 9;
        Assert.Equal(expected, new HintonDistillation(3, 1).Compute(input).Total.ToDouble(), 1e-9);
    }

    private static void AssertTotal(double expected, IObjective objective)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(expected, objective.Compute(RandomBatch.Create()).Total.ToDouble(), 1e-6);
    }
}
