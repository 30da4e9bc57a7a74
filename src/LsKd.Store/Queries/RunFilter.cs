using LsKd.Store.Contracts;
using LsKd.Store.Database;
using LsKd.Store.Database.Rows;
using Microsoft.EntityFrameworkCore;

namespace LsKd.Store.Queries;

/// <summary>The conditions of a query, in SQL.</summary>
internal static class RunFilter
{
    /// <summary>Runs that meet every condition given.</summary>
    public static IQueryable<RunRow> Apply(LsKdContext context, RunQuery query) =>
        Search(Lists(context, Single(context.Runs.AsNoTracking(), query), query), query.Search);

    private static IQueryable<RunRow> Single(IQueryable<RunRow> runs, RunQuery query)
    {
        if (query.Archived is { } archived)
            runs = runs.Where(r => r.Archived == archived);
        if (query.StudyId is { } study)
            runs = runs.Where(r => r.StudyId == study);
        if (query.TeacherId is { } teacher)
            runs = runs.Where(r => r.TeacherId == teacher);
        if (query.Role is { } role)
            runs = runs.Where(r => r.Role == role);
        if (query.Smoothing is { } smoothing)
            runs = runs.Where(r => Math.Abs(r.Smoothing - smoothing) < 1e-9);
        return runs;
    }

    private static IQueryable<RunRow> Lists(LsKdContext context, IQueryable<RunRow> runs, RunQuery query)
    {
        if (query.Ids is { Count: > 0 } ids)
            runs = runs.Where(r => ids.Contains(r.Id));
        if (query.States is { Count: > 0 } states)
            runs = runs.Where(r => states.Contains(r.State));
        if (query.Datasets is { Count: > 0 } datasets)
            runs = runs.Where(r => datasets.Contains(r.Dataset));
        if (query.Models is { Count: > 0 } models)
            runs = runs.Where(r => models.Contains(r.Model));
        if (query.Objectives is { Count: > 0 } objectives)
            runs = runs.Where(r => objectives.Contains(r.Objective));
        foreach (var tag in query.Tags)
            runs = runs.Where(r => context.RunTags.Any(t => t.RunKey == r.Key && t.Tag == tag));
        return runs;
    }

    private static IQueryable<RunRow> Search(IQueryable<RunRow> runs, string search)
    {
        foreach (var word in search.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            runs = runs.Where(r => r.SearchText.Contains(word));
        return runs;
    }
}
