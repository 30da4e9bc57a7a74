using LsKd.Core.Catalogs;
using LsKd.Core.Specs;
using LsKd.Learning.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Objectives;

/// <summary>What holds for every objective of the catalogue.</summary>
public class ObjectiveRulesTests
{
    public static TheoryData<string> Names => [.. ObjectiveCatalog.All.Select(o => o.Name)];

    /// <summary>All but WSLD, whose weights depend on the label and the logits but are constants of the gradient.</summary>
    public static TheoryData<string> Unweighted => [.. ObjectiveCatalog.All.Select(o => o.Name).Where(n => n != "wsld")];

    [Theory, MemberData(nameof(Names))]
    public void The_catalogue_and_the_loss_agree(string name)
    {
        var objective = RandomBatch.Objective(name);
        Assert.Equal(name, objective.Name);
        Assert.Equal(ObjectiveCatalog.Find(name)!.NeedsTeacher, objective.NeedsTeacher);
    }

    [Theory, MemberData(nameof(Unweighted))]
    public void The_gradient_is_that_of_finite_differences(string name)
    {
        using var scope = NewDisposeScope();
        AssertGradient(RandomBatch.Create(), input => RandomBatch.Objective(name).Compute(input).Total);
    }

    [Fact]
    public void The_gradient_of_wsld_takes_its_sample_weights_as_constants()
    {
        using var scope = NewDisposeScope();
        var input = RandomBatch.Create();
        var fixedWeights = ClosedForms.WsldWeights(ClosedForms.Rows(input.Logits), ClosedForms.Rows(input.TeacherLogits!), input.Labels.data<long>().ToArray());
        var expected = Gradient(input, i => tensor(ClosedForms.Wsld(i, 2, 2.5, fixedWeights)));
        var actual = Autograd(input, i => new WeightedSoftLabels(2, 2.5).Compute(i).Total);
        AssertEqual(expected, actual);
    }

    [Theory, MemberData(nameof(Names))]
    public void Rows_that_do_not_count_change_nothing(string name)
    {
        using var scope = NewDisposeScope();
        var input = RandomBatch.Create();
        var kept = tensor(new[] { true, false, true, true, false });
        var masked = input with { Labels = where(kept, input.Labels, full_like(input.Labels, -100)), Counts = kept };
        var subset = new LossInput(input.Logits[kept], input.Labels[kept]) { TeacherLogits = input.TeacherLogits![kept] };
        AssertSame(RandomBatch.Objective(name).Compute(subset), RandomBatch.Objective(name).Compute(masked));
    }

    [Theory, MemberData(nameof(Unweighted))]
    public void Mixed_images_weigh_both_labels(string name)
    {
        using var scope = NewDisposeScope();
        long[] first = [0, 3, 2, 1, 0], second = [1, 1, 0, 3, 2];
        double Total(LossInput input) => RandomBatch.Objective(name).Compute(input).Total.ToDouble();
        var mixed = RandomBatch.Create(labels: first) with { MixedLabels = tensor(second), LabelShare = 0.7 };
        Assert.Equal(0.7 * Total(RandomBatch.Create(labels: first)) + 0.3 * Total(RandomBatch.Create(labels: second)), Total(mixed), 1e-9);
    }

    [Theory, MemberData(nameof(Names))]
    public void Distillation_logs_cross_entropy_divergence_and_the_teachers_entropy(string name)
    {
        using var scope = NewDisposeScope();
        var objective = RandomBatch.Objective(name);
        var parts = objective.Compute(RandomBatch.Create()).Parts.ToDictionary(p => p.Name, p => p.Value);
        Assert.Equal(objective.NeedsTeacher || name == "tf-kd-virtual", parts.ContainsKey("kd_ce"));
        if (parts.ContainsKey("kd_ce"))
            Assert.Equal(parts["kd_ce"].ToDouble(), parts["kd_kl"].ToDouble() + parts["teacher_entropy"].ToDouble(), 1e-9);
        Assert.All(parts.Values, p => Assert.False(p.requires_grad));
    }

    [Fact]
    public void Distillation_outside_of_its_epochs_is_the_hard_label_alone()
    {
        using var scope = NewDisposeScope();
        var objective = ObjectiveFactory.Create(new() { Name = "kd", Temperature = 4, DistillFrom = 2, DistillUntil = 3 });
        var input = RandomBatch.Create();
        var hard = new CrossEntropy(0, SmoothingConvention.AllClasses).Compute(input).Total.ToDouble();
        var soft = new HintonDistillation(4, 1).Compute(input).Total.ToDouble();
        double[] totals = [.. Enumerable.Range(1, 4).Select(epoch => objective.Compute(input with { Epoch = epoch }).Total.ToDouble())];
        Assert.Equal([hard, soft, soft, hard], totals);
    }

    [Fact]
    public void Keeping_the_top_logits_of_the_teacher_renormalises_the_rest_away()
    {
        using var scope = NewDisposeScope();
        var input = RandomBatch.Create() with { TeacherLogits = tensor(new double[,] { { 1, 2, 3, -50 } }).expand(RandomBatch.Rows, -1) };
        var all = new HintonDistillation(2, 1).Compute(input).Total.ToDouble();
        var three = new HintonDistillation(2, 1, topK: 3).Compute(input).Total.ToDouble();
        Assert.Equal(all, three, 1e-6);
    }

    private static void AssertSame(LossParts expected, LossParts actual)
    {
        Assert.Equal(expected.Total.ToDouble(), actual.Total.ToDouble(), 1e-9);
        Assert.All(expected.Parts.Zip(actual.Parts), pair => Assert.Equal(pair.First.Value.ToDouble(), pair.Second.Value.ToDouble(), 1e-9));
    }

    private static void AssertGradient(LossInput input, Func<LossInput, Tensor> loss) =>
        AssertEqual(Gradient(input, loss), Autograd(input, loss));

    private static void AssertEqual(double[] expected, double[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6));

    private static double[] Autograd(LossInput input, Func<LossInput, Tensor> loss)
    {
        var logits = input.Logits.clone().requires_grad_(true);
        loss(input with { Logits = logits }).backward();
        return logits.grad!.data<double>().ToArray();
    }

    private static double[] Gradient(LossInput input, Func<LossInput, Tensor> loss)
    {
        const double Step = 1e-5;
        double At(int index, double by)
        {
            var moved = input.Logits.clone();
            moved.view(-1)[index].add_(by);
            return loss(input with { Logits = moved }).ToDouble();
        }
        return [.. Enumerable.Range(0, (int)input.Logits.numel()).Select(i => (At(i, Step) - At(i, -Step)) / (2 * Step))];
    }
}
