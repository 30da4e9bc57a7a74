using LsKd.Learning.Objectives;
using LsKd.Learning.Training.Optimizers;
using static TorchSharp.torch;

namespace LsKd.Learning.Training;

/// <summary>One step: forward, backward, clipping, update. What the benchmark of a step measures.</summary>
internal static class WeightStep
{
    /// <summary>Takes the step, in the caller's dispose scope, and returns its loss.</summary>
    /// <param name="network">The network that the step trains.</param>
    /// <param name="optimizer">Its optimiser.</param>
    /// <param name="step">The step.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="clipNorm">Largest gradient norm; null does not clip.</param>
    public static LossParts Take(nn.Module network, IOptimizer optimizer, TrainingStep step, double rate, double? clipNorm)
    {
        var loss = step.Loss();
        loss.Total.backward();
        if (clipNorm is { } norm)
            GradientClip.Apply(network, norm);
        optimizer.Step(rate);
        optimizer.ClearGradients();
        return loss;
    }
}
