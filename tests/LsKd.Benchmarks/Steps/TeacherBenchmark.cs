using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using LsKd.Core.Specs;
using LsKd.Learning.Models;
using LsKd.Learning.Objectives;
using LsKd.Learning.Training;
using LsKd.Learning.Training.Images;
using LsKd.Learning.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Benchmarks.Steps;

/// <summary>
/// <c>teacher</c>: what distillation costs over training the student alone, with a live and with a cached teacher, for the quick study's
/// networks. The three take turns step by step in one process, in an order that goes round, so that whatever disturbs one disturbs all;
/// medians of wall time are told, and the cheapest steps by processor time, which other processes disturb less.
/// </summary>
internal static class TeacherBenchmark
{
    private const int Warmup = 3;
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document." };
    private static readonly Option<int> Threads = new("--threads") { DefaultValueFactory = _ => Environment.ProcessorCount, Description = "Threads." };
    private static readonly Option<int> Steps = new("--steps") { DefaultValueFactory = _ => 60, Description = "Timed steps of each." };

    public static Command Create()
    {
        var command = new Command("teacher", "Cost of a live and of a cached teacher over the student alone.");
        foreach (var option in (Option[])[Json, Threads, Steps])
            command.Options.Add(option);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        set_num_threads(parsed.GetValue(Threads));
        using var alone = new Trainee("cross-entropy", null);
        using var live = new Trainee("soft-cross-entropy", (_, _) => Teacher());
        using var cached = new Trainee("soft-cross-entropy", (source, place) => new CachedTeacher(Teacher(), source, new TrainingSpec(), place));
        Trainee[] all = [alone, live, cached];
        for (var i = 0; i < Warmup + parsed.GetValue(Steps); i++)
            for (var turn = 0; turn < all.Length; turn++)
                all[(i + turn) % all.Length].Step(keep: i >= Warmup);
        Print(parsed.GetValue(Json), parsed.GetValue(Threads), Cost.Of(live, alone), Cost.Of(cached, alone));
        return 0;
    }

    private static void Print(bool json, int threads, Cost live, Cost cached) => Console.WriteLine(json
        ? JsonSerializer.Serialize(new { threads, batch = StepNetwork.Batch, liveOverAlone = live, cachedOverAlone = cached }, JsonSerializerOptions.Web)
        : $"a step takes, over the student's alone, with a live teacher {live.Median:F2} (by CPU {live.Cpu:F2}), with a cached one {cached.Median:F2} (by CPU {cached.Cpu:F2})");

    private static StepNetwork Big => StepNetwork.All[1];

    private static StepNetwork Small => StepNetwork.All[2];

    private static ImagePlacement Placement() => ImagePlacement.Of(new TrainingSpec(), CPU);

    private static ImageModel Network(StepNetwork network) =>
        ModelFactory.Create(network.Spec, network.Channels, network.Side, StepNetwork.Classes, seed: 1);

    private static LiveTeacher Teacher()
    {
        var network = Network(Big);
        var placement = Placement();
        placement.Place(network);
        return new LiveTeacher(network, placement.Format);
    }

    /// <summary>A step's cost as a multiple of another's: of the medians, and of the cheapest by processor time.</summary>
    private sealed record Cost(double Median, double Cpu)
    {
        public static Cost Of(Trainee trainee, Trainee other) => new(trainee.Median / other.Median, trainee.LeastCpu / other.LeastCpu);
    }

    private sealed class Trainee : IDisposable
    {
        private readonly ImageTask task;
        private readonly IOptimizer optimizer;
        private readonly List<double> seconds = [], cpu = [];

        public Trainee(string objective, Func<OneBatch, Func<Tensor, Tensor>, ITeacher>? teacher)
        {
            var source = new OneBatch(
                randn(StepNetwork.Batch, Small.Channels, Small.Side, Small.Side), randint(0, StepNetwork.Classes, [StepNetwork.Batch], dtype: int64));
            var spec = new RunSpec { Objective = new() { Name = objective }, Training = new() { BatchSize = StepNetwork.Batch } };
            var network = Network(Small);
            var placement = Placement();
            task = new ImageTask(spec, source, network, ObjectiveFactory.Create(spec.Objective), teacher?.Invoke(source, placement.Place), placement);
            optimizer = OptimizerFactory.Create(task.Network, spec.Training.Optimizer);
        }

        public double Median => seconds.Order().ElementAt(seconds.Count / 2);

        public double LeastCpu => cpu.Min();

        public void Step(bool keep)
        {
            using var scope = NewDisposeScope();
            var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            foreach (var step in task.Epoch(1))
                WeightStep.Take(task.Network, optimizer, step, 0.01, null);
            if (!keep)
                return;
            seconds.Add(watch.Elapsed.TotalSeconds);
            cpu.Add((Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }

        public void Dispose()
        {
            optimizer.Dispose();
            task.Dispose();
        }
    }
}
