using System.CommandLine;
using System.Text.Json;
using LsKd.Benchmarks.Shared;
using LsKd.Learning.Training;
using static TorchSharp.torch;

namespace LsKd.Benchmarks.Steps;

/// <summary>
/// <c>step</c>: training steps and evaluation in images per second per network, layout and number format, against PyTorch with the same
/// weights, batch and threads, in alternating rounds of one process each. Our process is started with the worker's environment. Both
/// report the losses of their first steps; where these differ, the work is not the same and the benchmark fails.
/// </summary>
internal static class StepBenchmark
{
    private static readonly JsonSerializerOptions JsonStyle = new(JsonSerializerDefaults.Web);
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document." };
    private static readonly Option<int> Threads = new("--threads") { DefaultValueFactory = _ => Environment.ProcessorCount, Description = "Threads of both sides." };
    private static readonly Option<int> Rounds = new("--rounds") { DefaultValueFactory = _ => 3, Description = "Alternating rounds." };
    private static readonly Option<int> Steps = new("--steps") { DefaultValueFactory = _ => 8, Description = "Timed steps in a round." };
    private static readonly Option<string> OnDevice = new("--device") { DefaultValueFactory = _ => "cpu", Description = "cpu or cuda." };
    private static readonly Option<string> Child = new("--child") { Hidden = true };

    public static Command Create()
    {
        var command = new Command("step", "A training step and an evaluation against PyTorch.");
        foreach (var option in (Option[])[Json, Threads, Rounds, Steps, OnDevice, Child])
            command.Options.Add(option);
        command.SetAction(parsed => parsed.GetValue(Child) is { } job ? RunChild(parsed, job) : Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var folder = Directory.CreateTempSubdirectory("lskd-step-").FullName;
        try
        {
            var rows = StepNetwork.All.SelectMany((network, i) => Compare(parsed, network, i, Path.Combine(folder, $"{i}.safetensors"))).ToArray();
            StepReport.Print(rows, parsed.GetValue(Threads), parsed.GetValue(OnDevice)!, parsed.GetValue(Json));
            return StepReport.SaysTheSameWork(rows) ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<StepRow> Compare(ParseResult parsed, StepNetwork network, int index, string file)
    {
        StepSide.Prepare(network, file);
        var ours = StepFormat.All.Select(_ => new List<StepMeasurement>()).ToArray();
        var theirs = StepFormat.All.Select(_ => new List<StepMeasurement>()).ToArray();
        for (var round = 0; round < parsed.GetValue(Rounds); round++)
            for (var f = 0; f < StepFormat.All.Count; f++)
            {
                ours[f].Add(Ours(parsed, $"{index},{f},{file}"));
                theirs[f].Add(Theirs(parsed, network, StepFormat.All[f], file));
                Console.Error.WriteLine($"{network.Name}, {StepFormat.All[f].Name}, round {round + 1}: done");
            }
        return StepFormat.All.Select((format, f) => StepRow.Of(network, format, ours[f], theirs[f]));
    }

    private static StepMeasurement Ours(ParseResult parsed, string job) => SelfProcess.Run<StepMeasurement>(
        WorkerEnvironment.Variables, JsonStyle,
        "step", "--child", job, "--threads", $"{parsed.GetValue(Threads)}", "--steps", $"{parsed.GetValue(Steps)}", "--device", parsed.GetValue(OnDevice)!);

    private static StepMeasurement Theirs(ParseResult parsed, StepNetwork network, StepFormat format, string file) => PythonPeer.Run(
        "Steps/peer.py", parsed.GetValue(Threads), "--file", file, "--blocks", $"{network.BlocksPerStage}", "--width", $"{network.Width}",
        "--threads", $"{parsed.GetValue(Threads)}", "--layout", format.Layout, "--bfloat16", format.Precision is Core.Specs.Precision.BFloat16 ? "1" : "0",
        "--warmup", $"{StepSide.Warmup}", "--steps", $"{parsed.GetValue(Steps)}", "--device", parsed.GetValue(OnDevice)!).Deserialize<StepMeasurement>(JsonStyle)!;

    private static int RunChild(ParseResult parsed, string job)
    {
        set_num_threads(parsed.GetValue(Threads));
        var parts = job.Split(',', 3);
        var measured = StepSide.Measure(
            StepNetwork.All[int.Parse(parts[0])], StepFormat.All[int.Parse(parts[1])], parts[2], parsed.GetValue(Steps), parsed.GetValue(OnDevice)!);
        Console.WriteLine(JsonSerializer.Serialize(measured, JsonStyle));
        return 0;
    }
}
