using LsKd.Core.Specs;

namespace LsKd.Learning.Models;

/// <summary>
/// A network that changes during training. It is created in its final stage, so that only training need know of stages; the
/// stage follows from the epoch alone, so that a resumed run is in the stage it was stopped in.
/// </summary>
public interface IStagedModel
{
    /// <summary>Whether the network is what the run is to produce; weights of an earlier stage are never its best.</summary>
    bool IsFinalStage { get; }

    /// <summary>Takes on the stage of an epoch. Called before the first step of every epoch.</summary>
    /// <param name="epoch">From 1.</param>
    /// <param name="training">Length and shares of the training.</param>
    void EnterEpoch(int epoch, TrainingSpec training);
}
