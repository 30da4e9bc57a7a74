using LsKd.Core.Analysis;

namespace LsKd.Tests.Shared;

/// <summary>
/// Features and logits as a small classifier might have them: classes in pairs of similar ones, clusters that get tighter and smaller with
/// smoothing. Made from seeds alone, for tests and screenshots.
/// </summary>
public sealed class InventedNetwork
{
    public static readonly string[] FashionNames =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    private readonly double spread, scale;
    private readonly int seed;

    public InventedNetwork(double smoothing, int seed, int dimension = 16, int classes = 10)
    {
        (Dimension, Classes, this.seed) = (dimension, classes, seed);
        (spread, scale) = (1.15 - 3 * smoothing, 1 - 2 * smoothing);
        Weights = MakeWeights();
    }

    public int Dimension { get; }

    public int Classes { get; }

    /// <summary>[K, D], row by row.</summary>
    public float[] Weights { get; }

    /// <summary>Features, logits and labels of n samples of a split.</summary>
    public InventedSplit Sample(string split, int n, double progress = 1)
    {
        var random = new Random(seed * 1009 + split.Length * 17 + n);
        var (features, logits, labels) = (new float[n * Dimension], new float[n * Classes], new long[n]);
        for (var i = 0; i < n; i++)
        {
            labels[i] = i % Classes;
            for (var d = 0; d < Dimension; d++)
                features[i * Dimension + d] = (float)(3 * scale * progress * Weights[(int)labels[i] * Dimension + d] + spread * Gauss(random) * (split == "train" ? 0.75 : 1));
            for (var k = 0; k < Classes; k++)
                for (var d = 0; d < Dimension; d++)
                    logits[i * Classes + k] += 0.16f * Weights[k * Dimension + d] * features[i * Dimension + d];
        }
        var first = split switch { "train" => 0, "validation" => 12_000, _ => 20_000 };
        return new InventedSplit(features, logits, labels, [.. Enumerable.Range(first, n).Select(i => (long)i)], Dimension, Classes);
    }

    private float[] MakeWeights()
    {
        var random = new Random(11);
        var weights = new float[Classes * Dimension];
        for (var k = 0; k < Classes; k++)
            for (var d = 0; d < Dimension; d++)
                weights[k * Dimension + d] = k % 2 == 1 && k > 2
                    ? (float)(0.75 * weights[(k - 1) * Dimension + d] + 0.45 * Gauss(random))
                    : (float)(0.9 * Gauss(random));
        return weights;
    }

    private static double Gauss(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

/// <summary>Outputs on one split: [n, D], [n, K], [n], [n].</summary>
public sealed record InventedSplit(float[] Features, float[] Logits, long[] Labels, long[] Ids, int Dimension, int Classes)
{
    public int Count => Labels.Length;

    /// <summary>A report with the parts that pages show.</summary>
    public AnalysisReport Report(string split, IReadOnlyList<string> names)
    {
        var p = Enumerable.Range(0, Count).Select(Probabilities).ToArray();
        var rows = Enumerable.Range(0, Classes).Select(k => Enumerable.Range(0, Count).Where(i => Labels[i] == k).ToArray()).ToArray();
        var soft = rows.Select(IReadOnlyList<double>? (r) => [.. Enumerable.Range(0, Classes).Select(k => r.Average(i => p[i][k]))]).ToArray();
        int Predicted(int i) => Array.IndexOf(p[i], p[i].Max());
        return new AnalysisReport
        {
            Split = split, Samples = Count, StoredSamples = Count, Classes = Classes, Dimension = Dimension, ClassNames = names,
            Top1 = Enumerable.Range(0, Count).Average(i => Predicted(i) == Labels[i] ? 1.0 : 0), Top5 = 0.99,
            Nll = Enumerable.Range(0, Count).Average(i => -Math.Log(p[i][Labels[i]])),
            Ece15 = 0.021, Brier = 0.2, MeanConfidence = p.Average(r => r.Max()), Gamma = 0.05,
            Stability = new StabilityValues(0.95, 0.8, 0.97),
            ReliabilityBins = [.. Enumerable.Range(0, 15).Select(IReadOnlyList<double?> (b) => Bin(b, p, Predicted))],
            Triple = [4, 5, 1],
            CenterDistance = Distance(rows, 4, 5),
            SimilarPairs = [Pair(rows, soft, 4, 5, 1), Pair(rows, soft, 6, 7, 2), Pair(rows, soft, 8, 9, 3)],
            ProposedTriples = [[4, 5, 1], [6, 7, 1], [8, 9, 2]],
            SoftLabelByClass = soft,
            TargetProbabilityByClass = [.. soft.Select((row, k) => (double?)row![k])],
            MeanSortedProbabilities = [.. Enumerable.Range(0, Classes).Select(rank => p.Average(r => r.OrderDescending().ElementAt(rank)))],
            AccuracyByClass = [.. rows.Select(r => (double?)r.Average(i => Predicted(i) == Labels[i] ? 1.0 : 0))],
            CountByClass = [.. rows.Select(r => r.Length)],
            Confusion = [.. rows.Select(IReadOnlyList<int> (r) => [.. Enumerable.Range(0, Classes).Select(k => r.Count(i => Predicted(i) == k))])],
            Intervals = new Dictionary<string, IReadOnlyList<double>> { ["top1"] = [0.81, 0.86], ["ece_15"] = [0.015, 0.03] },
        };
    }

    private IReadOnlyList<double?> Bin(int b, double[][] p, Func<int, int> predicted)
    {
        int[] inside = [.. Enumerable.Range(0, Count).Where(i => p[i].Max() > b / 15.0 && p[i].Max() <= (b + 1) / 15.0)];
        return inside.Length == 0 ? [0, null, null] : [inside.Length, inside.Average(i => predicted(i) == Labels[i] ? 1.0 : 0), inside.Average(i => p[i].Max())];
    }

    private double[] Probabilities(int row)
    {
        var z = Logits.AsSpan(row * Classes, Classes).ToArray();
        var exp = Array.ConvertAll(z, v => Math.Exp(v - z.Max()));
        return Array.ConvertAll(exp, e => e / exp.Sum());
    }

    private ClassPair Pair(int[][] rows, IReadOnlyList<double>?[] soft, int a, int b, double rank) =>
        new(a, b, 0.8, soft[a]![b], 0.1, rank, Distance(rows, a, b));

    private CenterDistanceValues Distance(int[][] rows, int a, int b)
    {
        var (ca, cb) = (Center(rows[a]), Center(rows[b]));
        var distance = Norm(ca, cb);
        var radius = (rows[a].Average(i => Norm(Row(i), ca)) + rows[b].Average(i => Norm(Row(i), cb))) / 2;
        return new CenterDistanceValues(distance, distance / radius, 0.7 * distance, distance / radius);
    }

    private double[] Row(int i) => Array.ConvertAll(Features.AsSpan(i * Dimension, Dimension).ToArray(), v => (double)v);

    private double[] Center(int[] rows) => [.. Enumerable.Range(0, Dimension).Select(d => rows.Average(i => Features[i * Dimension + d]))];

    private static double Norm(double[] x, double[] y) => Math.Sqrt(x.Zip(y, (a, b) => (a - b) * (a - b)).Sum());
}
