using LsKd.Core.Catalogs;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Data;
using LsKd.Learning.Models;
using LsKd.Learning.Objectives;
using LsKd.Learning.Training;
using LsKd.Learning.Training.Images;
using LsKd.Learning.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Training;

/// <summary>
/// No step waits for its device: steps are taken on libtorch's device without memory, where whatever reads a value throws. That device
/// has no convolutions.
/// </summary>
public class StepWaitsTests
{
    private static readonly Device Nowhere = new(DeviceType.META);

    // libtorch has no logsumexp there, which decoupled distillation takes.
    public static TheoryData<string> Objectives => [.. ObjectiveCatalog.All.Select(o => o.Name).Where(n => n != "dkd")];

    [Fact]
    public void The_device_without_memory_refuses_to_be_read()
    {
        using var scope = NewDisposeScope();
        Assert.ThrowsAny<Exception>(() => ones(1, device: Nowhere).add(1).ToSingle());
    }

    [Theory]
    [MemberData(nameof(Objectives))]
    public void No_objective_reads_a_value_back(string objective) =>
        Steps(new RunSpec { Objective = new() { Name = objective, Smoothing = 0.1 } });

    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    [InlineData("adamw")]
    public void No_optimiser_reads_a_value_back(string optimizer) =>
        Steps(new RunSpec { Training = new() { ClipNorm = 1, Optimizer = new() { Name = optimizer, LearningRate = 0.01 } } });

    [Fact]
    public void Mixed_labels_are_not_read_back() => Steps(new RunSpec(), mixes: true);

    private static void Steps(RunSpec spec, bool mixes = false)
    {
        using var scope = NewDisposeScope();
        var objective = ObjectiveCatalog.Find(spec.Objective.Name)!.NeedsTeacher ? new TeacherNowhere() : null;
        using var task = new ImageTask(
            spec with { Training = spec.Training with { BatchSize = 4 } }, new FakeImages(side: 28) { Mixes = mixes },
            ModelFactory.Create(new ModelSpec { Name = "mlp", Width = 4 }, 1, 28, 3, 0), ObjectiveFactory.Create(spec.Objective), objective,
            new ImagePlacement(Nowhere, ChannelsLast: true, Precision.Float32));
        using var optimizer = OptimizerFactory.Create(task.Network, spec.Training.Optimizer, allowFused: false);
        using var metrics = new StepMetrics(new TrainingPosition());
        using var average = new WeightAverage(task.Network, 0.9);
        var count = 0;
        foreach (var step in task.Epoch(1))
        {
            metrics.Add(++count, step.Samples, WeightStep.Take(task.Network, optimizer, step, 0.1, spec.Training.ClipNorm));
            average.Update(count);
        }
        Assert.Equal(3, count);
    }

    private sealed class TeacherNowhere : ITeacher
    {
        public Tensor OfTraining(ImageBatch batch, Tensor images) => Of(images);

        public Tensor Of(Tensor images) => zeros([images.shape[0], 3], device: Nowhere);

        public void Dispose()
        {
        }
    }
}
