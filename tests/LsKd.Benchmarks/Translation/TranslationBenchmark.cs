using System.CommandLine;
using System.Text.Json;
using LsKd.Benchmarks.Shared;
using LsKd.Learning.Translation.Decoding;
using LsKd.Learning.Translation.Model;
using LsKd.Learning.Translation.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Benchmarks.Translation;

/// <summary>
/// <c>translation</c>: target units per second in training and in cached greedy decoding, against the same transformer in
/// PyTorch on the same batch, in alternating rounds at equal thread count.
/// </summary>
internal static class TranslationBenchmark
{
    private const int Units = 4000, Batch = 64, Length = 32;
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document." };
    private static readonly Option<int> Threads = new("--threads") { DefaultValueFactory = _ => 1, Description = "Threads of both sides." };
    private static readonly Option<int> Rounds = new("--rounds") { DefaultValueFactory = _ => 3, Description = "Alternating rounds; the best of each side counts." };

    public static Command Create()
    {
        var command = new Command("translation", "Training and decoding of a transformer against PyTorch.");
        command.Options.Add(Json);
        command.Options.Add(Threads);
        command.Options.Add(Rounds);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var threads = parsed.GetValue(Threads);
        set_num_threads(threads);
        List<(double Training, double Decoding)> ours = [], theirs = [];
        for (var round = 0; round < parsed.GetValue(Rounds); round++)
        {
            ours.Add((TrainingRate(), DecodingRate()));
            var peer = PythonPeer.Run("Translation/peer.py", threads, "--threads", threads.ToString(), "--rounds", "4");
            theirs.Add((peer.GetProperty("training").GetDouble(), peer.GetProperty("decoding").GetDouble()));
        }
        Report(parsed.GetValue(Json), threads, "training", ours.Max(r => r.Training), theirs.Max(r => r.Training));
        Report(parsed.GetValue(Json), threads, "decoding", ours.Max(r => r.Decoding), theirs.Max(r => r.Decoding));
        return 0;
    }

    private static void Report(bool json, int threads, string what, double ours, double theirs) =>
        Console.WriteLine(json
            ? JsonSerializer.Serialize(new { setting = what, threads, unitsPerSecond = ours, peerUnitsPerSecond = theirs, ratio = ours / theirs })
            : $"{what,-10} {threads} thread(s): {ours,8:F0} units/s, PyTorch {theirs,8:F0}, ratio {ours / theirs:F2}");

    private static TranslationModel Model()
    {
        manual_seed(0);
        return new TranslationModel(new TransformerShape(128, 2, 4, 512, true, true, 0.1), Units, Units, joint: true);
    }

    private static double TrainingRate()
    {
        using var model = Model();
        using var optimizer = optim.Adam(model.parameters(), 1e-4, 0.9, 0.98);
        using var batch = TokenBatches.Build(Pairs(), CPU);
        void Step()
        {
            using var scope = NewDisposeScope();
            var mask = TranslationModel.Mask(batch.Source);
            var hidden = model.Decode(batch.Input, model.Encode(batch.Source, mask), mask);
            var logits = model.Logits(hidden.reshape(-1, hidden.shape[^1]).index_select(0, batch.Rows));
            var loss = nn.functional.cross_entropy(logits, batch.Labels, label_smoothing: 0.1);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }
        model.train();
        Step();
        return Batch * Length / Clock.Best(4, Step);
    }

    private static double DecodingRate()
    {
        using var model = Model();
        // A model that never ends a sentence decodes the full length, as the peer does.
        var search = new BeamSearch(model, new DecodingOptions(1, 0, 0, Length));
        var sources = Pairs().Select(p => p.Source).ToArray();
        var made = 0;
        search.Translate(sources[..2], CPU);
        var seconds = Clock.Best(2, () => made = search.Translate(sources, CPU).Sum(h => h.Units.Count));
        return made / seconds;
    }

    private static EncodedPair[] Pairs()
    {
        var random = new Random(0);
        int[] Draw() => [.. Enumerable.Range(0, Length - 1).Select(_ => random.Next(259, Units))];
        return [.. Enumerable.Range(0, Batch).Select(_ => new EncodedPair(Draw(), Draw()))];
    }
}
