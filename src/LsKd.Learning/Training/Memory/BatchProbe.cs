using LsKd.Core.Specs;
using LsKd.Learning.Native;
using LsKd.Learning.Training.Optimizers;
using LsKd.Learning.Translation.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Training.Memory;

/// <summary>Takes training steps of a run at other batch sizes, with a network, data and an optimiser of their own.</summary>
/// <param name="spec">The run.</param>
/// <param name="context">Its worker's.</param>
internal sealed class BatchProbe(RunSpec spec, TaskContext context)
{
    private const int Steps = 2;

    /// <summary>The field that sets the size of a batch.</summary>
    public string Field => spec.Task is RunTask.Translation ? "translation.batchTokens" : "training.batchSize";

    /// <summary>What it counts.</summary>
    public string Unit => spec.Task is RunTask.Translation ? "units" : "samples";

    /// <summary>The run's size.</summary>
    public int Size => spec.Task is RunTask.Translation ? TranslationNetwork.Settings(spec).BatchTokens : spec.Training.BatchSize;

    /// <summary>Takes two steps, the second with the optimiser's state in place, and returns the largest number of samples in one.</summary>
    public int Step(int size)
    {
        using var task = TrainingTasks.Create(With(size), context with { Warn = _ => { } });
        using var optimizer = OptimizerFactory.Create(task.Network, spec.Training.Optimizer);
        task.Network.train();
        var largest = 0;
        foreach (var step in task.Epoch(1).Take(Steps))
        {
            CollectionPoint.Pass();
            using var scope = NewDisposeScope();
            WeightStep.Take(task.Network, optimizer, step, 0, spec.Training.ClipNorm);
            largest = Math.Max(largest, step.Samples);
        }
        return largest;
    }

    // A cached teacher's table is filled once, by steps that keep nothing: a live one serves here.
    private RunSpec With(int size) => spec with
    {
        Training = spec.Training with { BatchSize = size, CacheTeacher = false },
        Translation = spec.Task is RunTask.Translation ? TranslationNetwork.Settings(spec) with { BatchTokens = size } : spec.Translation,
    };
}
