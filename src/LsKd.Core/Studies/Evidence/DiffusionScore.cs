namespace LsKd.Core.Studies.Evidence;

/// <summary>
/// Our stand-in for a diffusion index: how the centres of normalised features move from T = 1 to a higher T, apart for dissimilar
/// classes and together for similar ones.
/// </summary>
public static class DiffusionScore
{
    /// <summary>
    /// mean over dissimilar pairs of r - mean over similar pairs of r, r = (d_T - d_1) / d_1 of a pair's centre distance; null where the
    /// student at T = 1 or the centres are missing. Similar pairs are the most similar ones of the teacher.
    /// </summary>
    public static double? Of(StudyEvidence evidence, RunEvidence student)
    {
        var reference = evidence.Runs.FirstOrDefault(r => r.Planned.Role == student.Planned.Role && r.Planned.Seed == student.Planned.Seed
            && r.Planned.Cell == student.Planned.Cell with { Temperature = 1 });
        var similar = evidence.TeacherOf(student)?.Report("test")?.SimilarPairs.Select(p => (p.First, p.Second)).ToHashSet();
        return reference?.ClassCentres is { } before && student.ClassCentres is { } after && similar is not null
            ? Between(before, after, similar)
            : null;
    }

    /// <summary>The score between two sets of class centres [K][D]; null where either kind of pair is missing.</summary>
    public static double? Between(
        IReadOnlyList<double[]?> before, IReadOnlyList<double[]?> after, IReadOnlySet<(int First, int Second)> similar)
    {
        List<double> near = [], far = [];
        for (var a = 0; a < Math.Min(before.Count, after.Count); a++)
            for (var b = a + 1; b < Math.Min(before.Count, after.Count); b++)
                if (Change(before[a], before[b], after[a], after[b]) is { } change)
                    (similar.Contains((a, b)) || similar.Contains((b, a)) ? near : far).Add(change);
        return near.Count == 0 || far.Count == 0 ? null : far.Average() - near.Average();
    }

    private static double? Change(double[]? a, double[]? b, double[]? c, double[]? d)
    {
        if (a is null || b is null || c is null || d is null)
            return null;
        var before = Distance(a, b);
        return before > 0 ? (Distance(c, d) - before) / before : null;
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
