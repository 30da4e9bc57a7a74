using System.CommandLine;
using System.Text.Json;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKdWeb.Api;
using LsKdWeb.Jobs;

namespace LsKdWeb.Cli;

/// <summary><c>run</c>: what the run table offers, without a browser.</summary>
internal static class RunCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "The run's id." };
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create() => new("run", "Start runs and look after them.")
    {
        RunStartCommand.Create(),
        RunImportCommand.Create(),
        RunListCommand.Create(),
        RunExportCommand.Create(),
        RunAnalyzeCommand.Create(),
        Verb("show", "Show a run with everything but its curves.", ShowAsync),
        Verb("pause", "Write a checkpoint and pause; or take a waiting run out of the queue.", Act((c, id, cancel) => c.PauseAsync(id, cancel))),
        Verb("resume", "Put a run back in the queue, from its last checkpoint.", Act((c, id, cancel) => c.ResumeAsync(id, cancel))),
        Verb("cancel", "End a run; a checkpoint is written first.", Act((c, id, cancel) => c.CancelAsync(id, cancel))),
        Verb("delete", "Delete a run with its folder.", Act((c, id, cancel) => c.DeleteAsync(id, cancel))),
    };

    /// <summary>Writes a value as the one JSON document, or else as text.</summary>
    public static void Write<T>(ParseResult parsed, bool json, T value, Func<T, string> text) =>
        parsed.InvocationConfiguration.Output.WriteLine(json ? JsonSerializer.Serialize(value, SpecJson.Options) : text(value));

    private static Command Verb(string name, string help, Func<IEngineClient, string, CancellationToken, Task<RunDocument?>> act)
    {
        var command = new Command(name, help) { Id, Json };
        command.SetAction((parsed, cancel) => RunAsync(parsed, act, cancel));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, Func<IEngineClient, string, CancellationToken, Task<RunDocument?>> act, CancellationToken cancel)
    {
        await using var engine = await StoreAccess.OpenAsync(parsed.OpenHome(), cancel);
        var id = parsed.GetRequiredValue(Id);
        var run = await act(engine, id, cancel);
        Write(parsed, parsed.GetValue(Json), run, r => r is null ? $"{id} is deleted." : Text(r));
        return ExitCodes.Success;
    }

    private static Func<IEngineClient, string, CancellationToken, Task<RunDocument?>> Act(Func<IRunCommands, string, CancellationToken, Task> act) =>
        async (engine, id, cancel) =>
        {
            await act(engine.Commands, id, cancel);
            return await engine.Catalog.DetailsAsync(id, cancel) is { } run ? RunDocument.Of(run) : null;
        };

    private static async Task<RunDocument?> ShowAsync(IEngineClient engine, string id, CancellationToken cancel) =>
        RunDocument.Of(await engine.Catalog.DetailsAsync(id, cancel) ?? throw new KeyNotFoundException($"There is no run {id}."));

    private static string Text(RunDocument run)
    {
        var lines = new List<string>
        {
            $"{run.Summary.Id}  {run.Summary.Name}",
            $"state      {Word(run.Summary.State)} {run.Summary.Reason}".TrimEnd(),
            $"model      {run.Summary.Model} on {run.Summary.Dataset}, {run.Summary.Objective}, LS {run.Summary.Smoothing}, T {run.Summary.Temperature}, seed {run.Summary.Seed}",
        };
        if (run.Summary.TeacherId is { } teacher)
            lines.Add($"teacher    {teacher}");
        lines.AddRange(run.Attempts.Select(a => $"attempt {a.Number}  {a.Started:u} {(a.Outcome.Length > 0 ? a.Outcome : "running")} {a.Reason}".TrimEnd()));
        lines.AddRange(run.Summary.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key,-24} {m.Value.Last:0.####}"));
        return string.Join(Environment.NewLine, lines);
    }

    private static string Word(RunState state) => state.ToString().ToLowerInvariant();
}
