using System.CommandLine;
using System.Text.Json;
using LsKd.Benchmarks.Shared;
using LsKd.Learning.Training;
using static TorchSharp.torch;

namespace LsKd.Benchmarks.Translation;

/// <summary>
/// <c>translation</c>: target units per second in training and in cached greedy decoding, against the same transformer in PyTorch with
/// the same weights, batch and threads. The two sides take turns of a few steps, and the median of the turns' ratios counts. Losses and
/// translations of both are compared, so that equal work is shown and not supposed.
/// </summary>
internal static class TranslationBenchmark
{
    private static readonly JsonSerializerOptions JsonStyle = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private static readonly JsonSerializerOptions OneLine = new(JsonSerializerDefaults.Web);
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document." };
    private static readonly Option<int> Threads = new("--threads") { DefaultValueFactory = _ => 1, Description = "Threads of both sides." };
    private static readonly Option<int> Rounds = new("--rounds") { DefaultValueFactory = _ => 15, Description = "Turns of each side." };
    private static readonly Option<int> Steps = new("--steps") { DefaultValueFactory = _ => 4, Description = "Training steps of a turn." };
    private static readonly Option<string> Child = new("--child") { Hidden = true };

    public static Command Create()
    {
        var command = new Command("translation", "Training and decoding of a transformer against PyTorch.");
        foreach (var option in (Option[])[Json, Threads, Rounds, Steps, Child])
            command.Options.Add(option);
        command.SetAction(parsed => parsed.GetValue(Child) is { } file ? RunChild(parsed, file) : Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var folder = Directory.CreateTempSubdirectory("lskd-translation-").FullName;
        try
        {
            var file = Path.Combine(folder, "start.safetensors");
            TranslationSide.Prepare(file);
            var turns = SelfProcess.Run<TranslationTurns>(
                WorkerEnvironment.Variables, OneLine, "translation", "--child", file, "--threads", $"{parsed.GetValue(Threads)}",
                "--rounds", $"{parsed.GetValue(Rounds)}", "--steps", $"{parsed.GetValue(Steps)}");
            var report = TranslationReport.Of(turns, parsed.GetValue(Threads));
            Console.WriteLine(parsed.GetValue(Json) ? JsonSerializer.Serialize(report, JsonStyle) : report.Text());
            return report.Agree ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // In a process of its own, started as a worker is, which starts the peer.
    private static int RunChild(ParseResult parsed, string file)
    {
        var (threads, steps) = (parsed.GetValue(Threads), parsed.GetValue(Steps));
        set_num_threads(threads);
        using var ours = new TranslationSide(file);
        using var peer = new PeerSession("Translation/peer.py", threads, "--file", file, "--threads", $"{threads}");
        var (version, turns) = (peer.Ask<string>("version", OneLine), new TranslationTurns([], [], [], [], ""));
        for (var round = 0; round < parsed.GetValue(Rounds) + 1; round++)
        {
            var (train, peerTrain) = (ours.Train(steps), peer.Ask<Turn>($"train {steps}", OneLine));
            var (decode, peerDecode) = (ours.Decode(), peer.Ask<Turn>("decode", OneLine));
            turns.Training.Add(train);
            turns.PeerTraining.Add(peerTrain);
            turns.Decoding.Add(decode);
            turns.PeerDecoding.Add(peerDecode);
            Console.Error.WriteLine($"round {round}: training {peerTrain.Seconds / train.Seconds:F2}, decoding {peerDecode.Seconds / decode.Seconds:F2}");
        }
        Console.WriteLine(JsonSerializer.Serialize(turns with { PeerVersion = version }, OneLine));
        return 0;
    }
}
