using LsKd.Learning.Analysis.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis;

/// <summary>Which classes are alike, which pairs are measured in which plane, and the triple of the projection.</summary>
internal sealed record ClassRelations
{
    /// <summary>The most similar pairs, most similar first.</summary>
    public required IReadOnlyList<PairEvidence> Similar { get; init; }

    /// <summary>The triple of the report, or empty where there is none.</summary>
    public required IReadOnlyList<int> Triple { get; init; }

    public required IReadOnlyList<int[]> Proposed { get; init; }

    /// <summary>The two classes of the largest template cosine.</summary>
    public required IReadOnlyList<int> ClosestTemplates { get; init; }

    /// <summary>The pairs of <see cref="Similar"/>, then the triple's first two classes where there is a triple.</summary>
    public required IReadOnlyList<PairWithPlane> AllPairs { get; init; }

    public required ProjectionList? Projection { get; init; }

    public static ClassRelations Find(NetworkHead head, ClassStatistics classes, ConfusionMatrix confusion, AnalysisOptions options)
    {
        using var scope = NewDisposeScope();
        var cosines = ClassSimilarity.Cosines(head.Weights);
        var ranking = ClassSimilarity.Rank(cosines, classes.SoftLabels, Rates(confusion, classes.Counts), classes.Counts);
        var similar = ranking.Take(ClassSimilarity.PairsToReport(head.Classes)).ToArray();
        var proposed = ClassSimilarity.ProposeTriples(ranking, cosines, classes.Counts);
        var triple = options.Triple.Count > 0 ? options.Triple : proposed.FirstOrDefault() ?? [];
        return new()
        {
            Similar = similar,
            Triple = triple,
            Proposed = proposed,
            ClosestTemplates = Closest(cosines),
            AllPairs = [.. similar.Select(p => Pair(head, cosines, classes.Counts, p)), .. OfTriple(head, triple)],
            Projection = options.ListProjection && triple.Count == 3 ? List(head, triple) : null,
        };
    }

    private static PairWithPlane Pair(NetworkHead head, Tensor cosines, int[] counts, PairEvidence pair) =>
        new(pair.First, pair.Second, ClassSimilarity.Far(pair.First, pair.Second, cosines, counts) is { } far
            ? head.Plane(pair.First, pair.Second, far) : null);

    private static IEnumerable<PairWithPlane> OfTriple(NetworkHead head, IReadOnlyList<int> triple) =>
        triple.Count < 3 ? [] : [new(triple[0], triple[1], head.Plane(triple[0], triple[1], triple[2]))];

    private static ProjectionList List(NetworkHead head, IReadOnlyList<int> triple) => new(
        triple,
        head.Plane(triple[0], triple[1], triple[2]),
        head.Plane(triple[0], triple[1], triple[2], withBias: true));

    private static Tensor Rates(ConfusionMatrix confusion, int[] counts) =>
        tensor(confusion.Cells).reshape(counts.Length, counts.Length).to(ScalarType.Float64)
            / tensor(counts.Select(n => (double)Math.Max(n, 1)).ToArray()).unsqueeze(1);

    private static int[] Closest(Tensor cosines)
    {
        var classes = cosines.shape[0];
        var upper = cosines.masked_fill(ones(classes, classes, ScalarType.Bool).tril(), double.NegativeInfinity);
        var flat = upper.flatten().argmax().ToInt64();
        return [(int)(flat / classes), (int)(flat % classes)];
    }
}
