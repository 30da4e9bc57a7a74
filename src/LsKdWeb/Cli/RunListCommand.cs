using System.CommandLine;
using LsKd.Core.Runs;
using LsKd.Store.Contracts;
using LsKdWeb.Api;
using LsKdWeb.Jobs;

namespace LsKdWeb.Cli;

/// <summary><c>run list</c>: the run table.</summary>
internal static class RunListCommand
{
    private static readonly Option<string?> Search = new("--search") { Description = "Words that name, notes, data set, model or a tag must contain." };
    private static readonly Option<string[]> State = new("--state") { Description = "Only runs in this state; may be repeated." };
    private static readonly Option<string?> Study = new("--study") { Description = "Only runs of this study." };
    private static readonly Option<string?> Sort = new("--sort") { Description = "A column, or metric:TAG:last|min|max (default: created)." };
    private static readonly Option<bool> Ascending = new("--ascending") { Description = "Smallest first." };
    private static readonly Option<bool> All = new("--all") { Description = "Archived runs too." };
    private static readonly Option<int> Take = new("--take") { Description = "At most so many.", DefaultValueFactory = _ => 50 };
    private static readonly Option<string[]> Metric = new("--metric") { Description = "A metric to show; may be repeated." };
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("list", "List runs.") { Search, State, Study, Sort, Ascending, All, Take, Metric, Json };
        command.SetAction(ListAsync);
        return command;
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancel)
    {
        await using var engine = await StoreAccess.OpenAsync(parsed.OpenHome(), cancel);
        var page = await engine.Catalog.QueryAsync(Query(parsed), cancel);
        RunCommand.Write(parsed, parsed.GetValue(Json), page, Text);
        return ExitCodes.Success;
    }

    private static RunQuery Query(ParseResult parsed) => new RunTableQuery
    {
        Search = parsed.GetValue(Search),
        State = parsed.GetValue(State),
        Study = parsed.GetValue(Study),
        Sort = parsed.GetValue(Sort),
        Descending = !parsed.GetValue(Ascending),
        Archived = parsed.GetValue(All) ? "any" : "false",
        Take = parsed.GetValue(Take),
        Metric = parsed.GetValue(Metric),
    }.ToQuery();

    private static string Text(RunPage page) => string.Join(Environment.NewLine,
        [.. page.Runs.Select(Line), $"{page.Runs.Count} of {page.Total} runs"]);

    /// <summary>A run in a line; one that waits says why.</summary>
    internal static string Line(RunSummary run)
    {
        var metrics = string.Join(" ", run.Metrics.Select(m => $"{m.Key}={m.Value.Last:0.####}"));
        var why = run.State is RunState.Queued or RunState.Interrupted && run.Reason.Length > 0 ? $"  ({run.Reason.TrimEnd('.')})" : "";
        return $"{run.Id,-12} {run.State.ToString().ToLowerInvariant(),-11} {run.Created:yyyy-MM-dd HH:mm}  {run.Name}{why}  {metrics}".TrimEnd();
    }
}
