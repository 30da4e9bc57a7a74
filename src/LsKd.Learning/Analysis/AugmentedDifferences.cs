using LsKd.Core.Runs;
using LsKd.Learning.Data;
using LsKd.Learning.Models;
using LsKd.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis;

/// <summary>Differences of two classes' logits for training samples of both, under several draws of the training augmentation.</summary>
internal static class AugmentedDifferences
{
    /// <summary>Samples of each of the two classes, and draws per sample, as in Mueller et al.</summary>
    public const int SamplesPerClass = 300, Draws = 5;

    /// <summary>Each draw costs a pass over the training images; larger sets are left out.</summary>
    public const int LargestSet = 100_000;

    private const int BatchSize = 256;

    /// <summary>The differences z_first - z_second by sample and draw; empty where images are mixed, which leaves a sample without a class.</summary>
    public static IReadOnlyList<double[]> Of(
        ImageModel network, IImageSource data, int first, int second, int seed, RunAnalysisContext context)
    {
        using var _ = no_grad();
        var draws = Chosen(data.Labels(Split.Train), first, second, seed).ToDictionary(p => p, _ => new List<double>());
        for (var draw = 1; draw <= Draws; draw++)
            foreach (var batch in data.TrainingEpoch(draw, BatchSize, seed))
                using (batch)
                {
                    CollectionPoint.Pass();
                    if (batch.MixedLabels is not null)
                        return [];
                    Add(network, batch, first, second, draws, context);
                }
        return [.. draws.Values.Where(d => d.Count > 1).Select(d => d.ToArray())];
    }

    private static IEnumerable<int> Chosen(IReadOnlyList<int> labels, int first, int second, int seed)
    {
        var random = new Random(seed);
        foreach (var k in (int[])[first, second])
        {
            var positions = Enumerable.Range(0, labels.Count).Where(i => labels[i] == k).ToArray();
            random.Shuffle(positions);
            foreach (var position in positions.Take(SamplesPerClass))
                yield return position;
        }
    }

    private static void Add(
        ImageModel network, ImageBatch batch, int first, int second, Dictionary<int, List<double>> draws, RunAnalysisContext context)
    {
        var rows = Enumerable.Range(0, batch.Positions.Count).Where(i => draws.ContainsKey(batch.Positions[i])).ToArray();
        if (rows.Length == 0)
            return;
        using var scope = NewDisposeScope();
        var images = batch.Images.index_select(0, tensor(rows.Select(i => (long)i).ToArray()));
        var logits = network.forward(context.Place(images, network)).to(ScalarType.Float64).cpu();
        var differences = (logits.select(1, first) - logits.select(1, second)).data<double>().ToArray();
        for (var i = 0; i < rows.Length; i++)
            draws[batch.Positions[rows[i]]].Add(differences[i]);
    }
}
