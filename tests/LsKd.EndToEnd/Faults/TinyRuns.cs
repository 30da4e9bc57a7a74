using LsKd.Core.Specs;

namespace LsKd.EndToEnd.Faults;

/// <summary>Runs of a second or a few.</summary>
internal static class TinyRuns
{
    public static readonly RunSpec Mlp = new()
    {
        Data = new() { TrainSize = 128, TestSize = 64, ValidationFraction = 0.01 },
        Model = new() { Name = "mlp", Width = 16 },
        Objective = new() { Smoothing = 0.1 },
        Training = new() { Epochs = 3, BatchSize = 16, Device = "cpu", Optimizer = new() { LearningRate = 0.02 } },
        Resources = new() { Threads = 1 },
    };

    public static readonly RunSpec Resnet = Mlp with
    {
        Data = Mlp.Data with { Augmentations = [new() { Name = "crop" }, new() { Name = "flip" }] },
        Model = new() { Name = "resnet8", Width = 4, Dropout = 0.2 },
        Training = Mlp.Training with { EmaDecay = 0.9, Optimizer = new() { Name = "adamw", LearningRate = 0.002 } },
        Analysis = new() { AtEnd = false },
    };

    // 16 steps an epoch, logged as windows of 10 and 6.
    public static readonly RunSpec Long = Resnet with { Training = Resnet.Training with { Epochs = 20, BatchSize = 8 } };
}
