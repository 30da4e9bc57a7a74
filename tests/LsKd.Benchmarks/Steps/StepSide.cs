using System.Diagnostics;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Checkpoints;
using LsKd.Learning.Data;
using LsKd.Learning.Models;
using LsKd.Learning.Objectives;
using LsKd.Learning.Training;
using LsKd.Learning.Training.Images;
using LsKd.Learning.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Benchmarks.Steps;

/// <summary>Our side: the product's own step on one batch, in a process started as a worker is.</summary>
internal static class StepSide
{
    /// <summary>Untimed first steps, whose losses both sides report.</summary>
    public const int Warmup = 5;

    private const double Rate = 0.01;

    /// <summary>Writes the network's initial weights and the batch for both sides.</summary>
    public static void Prepare(StepNetwork network, string path)
    {
        using var scope = NewDisposeScope();
        using var model = ModelFactory.Create(network.Spec, network.Channels, network.Side, StepNetwork.Classes, seed: 1);
        manual_seed(2);
        var state = model.state_dict();
        state["images"] = randn(StepNetwork.Batch, network.Channels, network.Side, network.Side);
        state["labels"] = randint(0, StepNetwork.Classes, [StepNetwork.Batch], dtype: int64);
        TensorFiles.Write(path, state, new Dictionary<string, string>());
    }

    /// <summary>Measures a network in a format.</summary>
    public static StepMeasurement Measure(StepNetwork network, StepFormat format, string path, int steps, string device)
    {
        var placement = new ImagePlacement(new Device(device), format.ChannelsLast, format.Precision);
        var file = Core.Arrays.SafeTensorsFile.Open(path);
        var model = ModelFactory.Create(network.Spec, network.Channels, network.Side, StepNetwork.Classes, seed: 1);
        TensorFiles.CopyInto(file, model.state_dict());
        var spec = new RunSpec { Objective = new() { Smoothing = 0.1 }, Training = new() { BatchSize = StepNetwork.Batch } };
        var source = new OneBatch(TensorFiles.Read(file, "images"), TensorFiles.Read(file, "labels"));
        using var task = new ImageTask(spec, source, model, ObjectiveFactory.Create(spec.Objective), null, placement);
        using var optimizer = OptimizerFactory.Create(model, new OptimizerSpec { DecayNormAndBias = true });
        var losses = new double[Warmup];
        for (var i = 0; i < Warmup; i++)
            losses[i] = Step(task, optimizer, read: true);
        var training = Times(steps, () => Step(task, optimizer, read: false), placement.Device);
        model.eval();
        return new StepMeasurement(__version__, losses, training, Times(steps, () => Evaluate(model, source, placement), placement.Device));
    }

    private static double Step(ImageTask task, IOptimizer optimizer, bool read)
    {
        using var scope = NewDisposeScope();
        var loss = 0.0;
        foreach (var step in task.Epoch(1))
        {
            var parts = WeightStep.Take(task.Network, optimizer, step, Rate, null);
            loss = read ? parts.Total.ToDouble() : 0;
        }
        return loss;
    }

    private static double Evaluate(ImageModel model, IImageSource source, ImagePlacement placement)
    {
        using var scope = NewDisposeScope();
        using var _ = inference_mode();
        using var format = placement.Format();
        foreach (var batch in source.InOrder(Split.Test, StepNetwork.Batch))
            using (batch)
                model.forward(placement.Place(batch.Images));
        return 0;
    }

    private static StepTimes Times(int count, Func<double> action, Device device)
    {
        action();
        double[] seconds = new double[count], cpu = new double[count];
        using var process = Process.GetCurrentProcess();
        for (var i = 0; i < count; i++)
        {
            process.Refresh();
            var (watch, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
            action();
            if (device.type is DeviceType.CUDA)
                cuda.synchronize(device);
            seconds[i] = watch.Elapsed.TotalSeconds;
            process.Refresh();
            cpu[i] = (process.TotalProcessorTime - before).TotalSeconds;
        }
        return new StepTimes(seconds, cpu);
    }
}
