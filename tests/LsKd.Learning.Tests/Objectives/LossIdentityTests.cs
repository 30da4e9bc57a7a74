using LsKd.Core.Specs;
using LsKd.Core.Studies.Evidence;
using LsKd.Learning.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Objectives;

public class LossIdentityTests
{
    private const double Smoothing = 0.3;

    [Fact]
    public void The_same_target_as_smoothing_and_as_a_teacher_gives_the_same_gradient_and_that_of_the_closed_form()
    {
        using var scope = NewDisposeScope();
        var batch = RandomBatch.Create();
        var labels = batch.Labels.data<long>().ToArray();
        var smoothed = Gradient(batch, new CrossEntropy(Smoothing, SmoothingConvention.AllClasses));
        var distilled = Gradient(batch with { TeacherLogits = TeacherLogits(labels) }, new SoftCrossEntropy());
        Assert.Equal(smoothed, distilled, (a, b) => Math.Abs(a - b) < 1e-12);

        var logits = ClosedForms.Rows(batch.Logits);
        double[] expected = [.. labels.SelectMany((label, i) => LossIdentity.Smoothed(logits[i], (int)label, Smoothing).Gradient.Select(g => g / labels.Length))];
        Assert.Equal(expected, smoothed, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    private static double[] Gradient(LossInput batch, IObjective objective)
    {
        var logits = batch.Logits.detach().clone().requires_grad_(true);
        objective.Compute(batch with { Logits = logits }).Total.backward();
        return [.. logits.grad!.data<double>()];
    }

    private static Tensor TeacherLogits(long[] labels)
    {
        double[] values = [.. labels.SelectMany(label => LossIdentity.Target(Smoothing, RandomBatch.Classes, (int)label).Select(p => Math.Log(p)))];
        return tensor(values, dtype: float64).reshape(labels.Length, RandomBatch.Classes);
    }
}
