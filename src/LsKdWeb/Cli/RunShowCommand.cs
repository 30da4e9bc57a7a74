using System.CommandLine;
using LsKd.Core.Runs;
using LsKdWeb.Api;
using LsKdWeb.Jobs;

namespace LsKdWeb.Cli;

/// <summary><c>run show</c>: a run with everything but its curves.</summary>
internal static class RunShowCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "The run's id." };
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("show", "Show a run with everything but its curves.") { Id, Json };
        command.SetAction(ShowAsync);
        return command;
    }

    /// <summary>A run in lines for people.</summary>
    public static string Text(RunDocument run)
    {
        var lines = new List<string>
        {
            $"{run.Summary.Id}  {run.Summary.Name}",
            $"state      {Word(run.Summary.State)} since {run.Summary.StateSince:u} {run.Summary.Reason}".TrimEnd(),
            $"model      {run.Summary.Model} on {run.Summary.Dataset}, {run.Summary.Objective}, LS {run.Summary.Smoothing}, T {run.Summary.Temperature}, seed {run.Summary.Seed}",
        };
        if (run.Summary.TeacherId is { } teacher)
            lines.Add($"teacher    {teacher}");
        if (run.Summary.Priority != 0)
            lines.Add($"priority   {run.Summary.Priority}");
        lines.AddRange(run.Attempts.SelectMany(Lines));
        lines.AddRange(run.Summary.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key,-24} {m.Value.Last:0.####}"));
        return string.Join(Environment.NewLine, lines);
    }

    private static async Task<int> ShowAsync(ParseResult parsed, CancellationToken cancel)
    {
        await using var engine = await StoreAccess.OpenAsync(parsed.OpenHome(), cancel);
        var id = parsed.GetRequiredValue(Id);
        var run = await engine.Catalog.DetailsAsync(id, cancel) ?? throw new KeyNotFoundException($"There is no run {id}.");
        RunCommand.Write(parsed, parsed.GetValue(Json), RunDocument.Of(run), Text);
        return ExitCodes.Success;
    }

    private static IEnumerable<string> Lines(RunAttempt attempt)
    {
        yield return $"attempt {attempt.Number}  {attempt.Started:u} {(attempt.Outcome.Length > 0 ? attempt.Outcome : "running")} {attempt.Reason}".TrimEnd();
        foreach (var line in attempt.LogTail.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            yield return $"           | {line}";
    }

    private static string Word(RunState state) => state.ToString().ToLowerInvariant();
}
