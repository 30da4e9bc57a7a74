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
/// networks. The three take turns step by step in one process, so that whatever disturbs one disturbs all.
/// </summary>
internal static class TeacherBenchmark
{
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document." };
    private static readonly Option<int> Threads = new("--threads") { DefaultValueFactory = _ => Environment.ProcessorCount, Description = "Threads." };
    private static readonly Option<int> Steps = new("--steps") { DefaultValueFactory = _ => 30, Description = "Timed steps of each." };

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
        using var live = new Trainee("soft-cross-entropy", _ => Teacher());
        using var cached = new Trainee("soft-cross-entropy", source => new CachedTeacher(Teacher(), source, new TrainingSpec(), Placement.Place));
        for (var i = 0; i < 2 + parsed.GetValue(Steps); i++)
            foreach (var trainee in (Trainee[])[alone, live, cached])
                trainee.Step(keep: i >= 2);
        var result = new { liveOverAlone = live.Median / alone.Median, cachedOverAlone = cached.Median / alone.Median };
        Console.WriteLine(parsed.GetValue(Json)
            ? JsonSerializer.Serialize(result)
            : $"a step with a live teacher takes {result.liveOverAlone:F2} times the student's alone, with a cached one {result.cachedOverAlone:F2} (medians)");
        return 0;
    }

    private static StepNetwork Big => StepNetwork.All[1];

    private static StepNetwork Small => StepNetwork.All[2];

    private static ImagePlacement Placement { get; } = new(CPU, true, Precision.Float32);

    private static ImageModel Network(StepNetwork network) =>
        ModelFactory.Create(network.Spec, network.Channels, network.Side, StepNetwork.Classes, seed: 1);

    private static LiveTeacher Teacher()
    {
        var network = Network(Big);
        Placement.Place(network);
        return new LiveTeacher(network, Placement.Format);
    }

    private sealed class Trainee : IDisposable
    {
        private readonly ImageTask task;
        private readonly IOptimizer optimizer;
        private readonly List<double> seconds = [];

        public Trainee(string objective, Func<OneBatch, ITeacher>? teacher)
        {
            var source = new OneBatch(
                randn(StepNetwork.Batch, Small.Channels, Small.Side, Small.Side), randint(0, StepNetwork.Classes, [StepNetwork.Batch], dtype: int64));
            var spec = new RunSpec { Objective = new() { Name = objective }, Training = new() { BatchSize = StepNetwork.Batch } };
            task = new ImageTask(spec, source, Network(Small), ObjectiveFactory.Create(spec.Objective), teacher?.Invoke(source), Placement);
            optimizer = OptimizerFactory.Create(task.Network, spec.Training.Optimizer);
        }

        public double Median => seconds.Order().ElementAt(seconds.Count / 2);

        public void Step(bool keep)
        {
            using var scope = NewDisposeScope();
            var watch = Stopwatch.StartNew();
            foreach (var step in task.Epoch(1))
                WeightStep.Take(task.Network, optimizer, step, 0.01, null);
            if (keep)
                seconds.Add(watch.Elapsed.TotalSeconds);
        }

        public void Dispose()
        {
            optimizer.Dispose();
            task.Dispose();
        }
    }
}
