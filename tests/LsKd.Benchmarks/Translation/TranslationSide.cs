using System.Diagnostics;
using LsKd.Core.Arrays;
using LsKd.Core.Specs;
using LsKd.Learning.Checkpoints;
using LsKd.Learning.Objectives;
using LsKd.Learning.Training;
using LsKd.Learning.Training.Optimizers;
using LsKd.Learning.Translation.Decoding;
using LsKd.Learning.Translation.Model;
using LsKd.Learning.Translation.Subwords;
using LsKd.Learning.Translation.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Benchmarks.Translation;

/// <summary>Our side: the product's own step and search on one padded batch.</summary>
internal sealed class TranslationSide : IDisposable
{
    private const int Units = 4000, Sentences = 64, Length = 32;
    private const double Rate = 1e-4;
    private readonly TranslationModel network, decoder;
    private readonly IOptimizer optimizer;
    private readonly IObjective objective = ObjectiveFactory.Create(new ObjectiveSpec { Smoothing = 0.1 });
    private readonly TokenBatch batch;
    private readonly int[][] sources;

    public TranslationSide(string path)
    {
        var file = SafeTensorsFile.Open(path);
        (network, decoder) = (Read(file), Read(file));
        decoder.eval();
        optimizer = OptimizerFactory.Create(network, new OptimizerSpec { Name = "adam", Beta2 = 0.98, WeightDecay = 0 });
        batch = TokenBatches.Build(Pairs(), CPU);
        sources = [.. Pairs().Select(p => p.Source)];
    }

    /// <summary>Writes the initial weights and the batch for both sides.</summary>
    public static void Prepare(string path)
    {
        using var scope = NewDisposeScope();
        using var model = Model();
        using var batch = TokenBatches.Build(Pairs(), CPU);
        using (no_grad())
            // Padding, begin and end never win, so that both sides decode the whole length.
            model.Templates.narrow(0, 0, Vocabulary.End + 1).zero_();
        var state = model.state_dict();
        (state["source"], state["input"], state["rows"], state["labels"]) = (batch.Source, batch.Input, batch.Rows, batch.Labels);
        TensorFiles.Write(path, state, new Dictionary<string, string>());
    }

    /// <summary>Some training steps.</summary>
    public Turn Train(int steps)
    {
        var loss = 0.0;
        return Timed(() =>
        {
            for (var i = 0; i < steps; i++)
                loss = Step();
        }) with { Units = steps * (int)batch.Labels.shape[0], Loss = loss };
    }

    /// <summary>Greedy translations of the batch.</summary>
    public Turn Decode()
    {
        IReadOnlyList<Hypothesis> found = [];
        var turn = Timed(() => found = new BeamSearch(decoder, new DecodingOptions(1, 0, 0, Length)).Translate(sources, CPU));
        return turn with { Units = found.Sum(h => h.Units.Count), Output = [.. found.SelectMany(h => h.Units)] };
    }

    public void Dispose()
    {
        batch.Dispose();
        optimizer.Dispose();
        network.Dispose();
        decoder.Dispose();
    }

    private double Step()
    {
        using var scope = NewDisposeScope();
        var step = new TrainingStep((int)batch.Labels.shape[0], () => objective.Compute(
            new LossInput(network.Logits(TranslationTask.HiddenOf(network, batch)), batch.Labels) { Epoch = 1 }));
        return WeightStep.Take(network, optimizer, step, Rate, null).Total.ToDouble();
    }

    private static Turn Timed(Action action)
    {
        var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        action();
        return new Turn(watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds, 0, null, null);
    }

    private static TranslationModel Read(SafeTensorsFile file)
    {
        var model = Model();
        TensorFiles.CopyInto(file, model.state_dict());
        model.train();
        return model;
    }

    // Without dropout: two generators would draw other masks, and the losses could not be compared.
    private static TranslationModel Model()
    {
        manual_seed(0);
        return new TranslationModel(new TransformerShape(128, 2, 4, 512, true, true, 0), Units, Units, joint: true);
    }

    private static EncodedPair[] Pairs()
    {
        var random = new Random(0);
        int[] Draw() => [.. Enumerable.Range(0, random.Next(Length / 2, Length)).Select(_ => random.Next(Vocabulary.End + 1, Units))];
        return [.. Enumerable.Range(0, Sentences).Select(_ => new EncodedPair(Draw(), Draw()))];
    }
}
