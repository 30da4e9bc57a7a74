using System.Globalization;
using System.Linq.Expressions;
using LsKd.Core.Runs;
using LsKd.Store.Contracts;
using LsKd.Store.Database;
using LsKd.Store.Database.Rows;
using Microsoft.EntityFrameworkCore;

namespace LsKd.Store.Queries;

/// <summary>
/// Groups all matching runs. The database answers with one narrow row a run and one number a run and metric; mean and deviation are
/// formed from these in two passes, which sums in SQL would do with less precision.
/// </summary>
internal static class GroupReader
{
    private static readonly Dictionary<string, Func<Member, string>> Fields = new()
    {
        ["dataset"] = m => m.Dataset,
        ["model"] = m => m.Model,
        ["objective"] = m => m.Objective,
        ["smoothing"] = m => Text(m.Smoothing),
        ["temperature"] = m => Text(m.Temperature),
        ["role"] = m => m.Role,
        ["cell"] = m => m.Cell,
        ["study"] = m => m.StudyId ?? "",
        ["teacher"] = m => m.TeacherId ?? "",
        ["state"] = m => m.State.ToString(),
    };

    /// <summary>Groups runs by fields and describes metrics.</summary>
    /// <exception cref="ArgumentException">There is no such field or kind.</exception>
    public static async Task<RunGroups> ReadAsync(
        LsKdContext context, RunQuery query, IReadOnlyList<string> fields, IReadOnlyList<GroupMetric> metrics, CancellationToken cancel)
    {
        var readers = fields.Select(f => Fields.GetValueOrDefault(f) ?? throw new ArgumentException($"Runs cannot be grouped by \"{f}\".", nameof(fields))).ToList();
        var matching = RunFilter.Apply(context, query);
        var members = await MembersAsync(matching, cancel);
        var values = new List<Dictionary<int, double>>();
        foreach (var metric in metrics)
            values.Add(await ValuesAsync(context, matching, metric, cancel));
        var groups = members
            .GroupBy(m => string.Join('\u001f', readers.Select(read => read(m))))
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Group(g.Key.Split('\u001f'), [.. g], values));
        return new([.. groups], members.Count);
    }

    private static Task<List<Member>> MembersAsync(IQueryable<RunRow> runs, CancellationToken cancel) => runs
        .OrderByDescending(r => r.Key)
        .Select(r => new Member(
            r.Key, r.Id, r.Seed, r.Dataset, r.Model, r.Objective, r.Smoothing, r.Temperature, r.Role, r.Cell, r.StudyId, r.TeacherId, r.State))
        .ToListAsync(cancel);

    private static async Task<Dictionary<int, double>> ValuesAsync(
        LsKdContext context, IQueryable<RunRow> runs, GroupMetric metric, CancellationToken cancel)
    {
        var key = await context.MetricTags.Where(t => t.Name == metric.Tag).Select(t => t.Key).SingleOrDefaultAsync(cancel);
        var summaries = context.MetricSummaries.AsNoTracking().Where(s => s.TagKey == key && runs.Any(r => r.Key == s.RunKey));
        var read = await summaries.Select(Value(metric.Kind)).ToListAsync(cancel);
        return read.Where(v => v.Value is { } number && double.IsFinite(number)).ToDictionary(v => v.RunKey, v => v.Value!.Value);
    }

    private static Expression<Func<MetricSummaryRow, RunValue>> Value(string kind) => kind switch
    {
        "last" => s => new RunValue(s.RunKey, s.Last),
        "min" => s => new RunValue(s.RunKey, s.Min),
        "max" => s => new RunValue(s.RunKey, s.Max),
        _ => throw new ArgumentException($"\"{kind}\" is not last, min or max.", nameof(kind)),
    };

    private static RunGroup Group(IReadOnlyList<string> key, List<Member> members, List<Dictionary<int, double>> values) => new(
        key, members.Count, members.Select(m => m.Seed).Distinct().Count(), [.. members.Take(RunGroup.MostIds).Select(m => m.Id)],
        [.. values.Select(byRun => Describe([.. members.Where(m => byRun.ContainsKey(m.Key)).Select(m => byRun[m.Key])]))]);

    private static GroupValue? Describe(List<double> values)
    {
        if (values.Count == 0)
            return null;
        var mean = values.Average();
        return new(values.Count, mean, values.Count < 2 ? null : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1)));
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private sealed record Member(
        int Key, string Id, int Seed, string Dataset, string Model, string Objective, double Smoothing, double Temperature, string Role, string Cell,
        string? StudyId, string? TeacherId, RunState State);

    private sealed record RunValue(int RunKey, double? Value);
}
