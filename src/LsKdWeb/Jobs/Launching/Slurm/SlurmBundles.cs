namespace LsKdWeb.Jobs.Launching.Slurm;

/// <summary>Finds the runs that one job array can hold: the same resources, and nothing or the same or corresponding jobs to wait for.</summary>
internal static class SlurmBundles
{
    /// <summary>Groups requests; their order within a group is kept.</summary>
    /// <param name="requests">The requests.</param>
    /// <param name="largest">Tasks that the cluster allows an array; below 2 there are no arrays.</param>
    public static IReadOnlyList<IReadOnlyList<JobRequest>> Of(IReadOnlyList<JobRequest> requests, int largest) =>
    [
        .. requests
            .GroupBy(r => (r.Threads, r.Device, r.Resources, r.Behind, Waits: Array(r) ?? string.Join(' ', r.After)))
            .SelectMany(group => Array(group.First()) is null ? [group] : Rounds(group))
            .SelectMany(group => group.Chunk(Math.Max(1, largest))),
    ];

    /// <summary>Index of each request of a bundle within its array: that of its teacher where teacher and student go in pairs.</summary>
    public static IReadOnlyList<int> Indices(IReadOnlyList<JobRequest> bundle) =>
        InPairs(bundle) ? [.. bundle.Select(r => Handle(r).Task)] : [.. Enumerable.Range(0, bundle.Count)];

    /// <summary>What a bundle waits for, as <c>--dependency</c> says it; empty for nothing.</summary>
    public static string Dependency(IReadOnlyList<JobRequest> bundle) =>
        InPairs(bundle) ? $"aftercorr:{Handle(bundle[0]).Array}"
        : bundle[0].After.Count == 0 ? ""
        : $"afterok:{string.Join(':', bundle[0].After.Select(h => SlurmHandle.Parse(h).Job))}";

    // The n-th students of all teachers of an array make up one array.
    private static IEnumerable<IEnumerable<JobRequest>> Rounds(IEnumerable<JobRequest> students)
    {
        var byTeacher = students.GroupBy(s => Handle(s).Task).ToList();
        return byTeacher.Count == 1
            ? [byTeacher[0]]
            : byTeacher.SelectMany(g => g.Select((student, round) => (student, round))).GroupBy(s => s.round, s => s.student);
    }

    private static bool InPairs(IReadOnlyList<JobRequest> bundle) =>
        bundle.Count > 1 && bundle.All(r => Array(r) is not null) && bundle.Select(r => r.After[0]).Distinct().Count() == bundle.Count;

    private static string? Array(JobRequest request) => request.After.Count == 1 ? Handle(request).Array : null;

    private static SlurmHandle Handle(JobRequest request) => SlurmHandle.Parse(request.After[0]);
}
