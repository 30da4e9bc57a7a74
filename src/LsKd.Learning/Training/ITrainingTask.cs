using LsKd.Core.Runs;
using LsKd.Learning.Objectives;
using static TorchSharp.torch;

namespace LsKd.Learning.Training;

/// <summary>One step of training, offered by a task and executed by the loop.</summary>
/// <param name="Samples">Images, or target units, in it.</param>
/// <param name="Loss">Runs the forward pass and the loss, in the loop's dispose scope.</param>
public sealed record TrainingStep(int Samples, Func<LossParts> Loss);

/// <summary>
/// What differs between kinds of runs: images, translation. The one training loop owns epochs, optimiser, schedule,
/// checkpoints, events, stopping and resuming; a task owns its network, its data and its measures.
/// </summary>
public interface ITrainingTask : IDisposable
{
    /// <summary>The network that is trained and checkpointed.</summary>
    nn.Module Network { get; }

    /// <summary>Class names, for checkpoints and reports; empty where there are none.</summary>
    IReadOnlyList<string> ClassNames { get; }

    /// <summary>Samples per split, for the record.</summary>
    IReadOnlyDictionary<string, int> SplitSizes { get; }

    /// <summary>Steps in an epoch.</summary>
    int StepsPerEpoch { get; }

    /// <summary>Name of the validation metric that chooses the best checkpoint (as <see cref="Evaluate"/> names it), and whether more is better.</summary>
    (string Tag, bool HigherIsBetter) Selection { get; }

    /// <summary>The steps of one epoch, from 1, in an order that (seed, epoch) alone decide.</summary>
    IEnumerable<TrainingStep> Epoch(int epoch);

    /// <summary>Measures a split with the network in evaluation mode and without gradients; tags without the split's name.</summary>
    IReadOnlyDictionary<string, double> Evaluate(Split split);

    /// <summary>Extracts and stores the analysis of the current weights; <paramref name="epoch"/> null is the final one.</summary>
    void Analyse(RunFolder folder, int? epoch, Action<Core.Events.RunEvent> emit);
}
