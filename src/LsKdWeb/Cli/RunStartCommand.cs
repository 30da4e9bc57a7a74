using System.CommandLine;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKdWeb.Api;
using LsKdWeb.Jobs;
using LsKdWeb.Specs;

namespace LsKdWeb.Cli;

/// <summary><c>run start</c>: makes a run of a spec and, unless told otherwise, waits for its end.</summary>
internal static class RunStartCommand
{
    private static readonly Argument<FileInfo> Spec = new Argument<FileInfo>("spec") { Description = "A spec as YAML or JSON." }.AcceptExistingOnly();
    private static readonly Option<int> Priority = new("--priority") { Description = "Runs of a higher priority start first." };
    private static readonly Option<bool> Detach = new("--detach") { Description = "Do not wait. Without a running server the run starts with the next one." };
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("start", "Make a run of a spec and follow it to its end.") { Spec, Priority, Detach, Json };
        command.SetAction(StartAsync);
        return command;
    }

    /// <summary>Makes a run of a spec and, unless detached, follows it to its end.</summary>
    public static async Task<int> FollowAsync(
        ParseResult parsed, RunSpec spec, int priority, bool detached, bool json, CancellationToken cancel)
    {
        var (home, log) = (parsed.OpenHome(), parsed.InvocationConfiguration.Error);
        await using var engine = detached ? await StoreAccess.OpenAsync(home, cancel) : await EngineClient.OpenAsync(home, log, cancel);
        await engine.Checks.RequireAsync(spec, cancel);
        foreach (var warning in SpecWarnings.Of(spec))
            log.WriteLine($"warning: {warning.Field}: {warning.Message}");
        var id = await engine.Commands.CreateAsync(spec, new RunRecord { Priority = priority }, cancel);
        if (!detached)
            await engine.WaitAsync([id], new RunLines(log).Tell, cancel);
        var run = (await engine.Catalog.DetailsAsync(id, cancel))!;
        RunCommand.Write(parsed, json, RunDocument.Of(run), r => $"{id}  {r.Summary.State.ToString().ToLowerInvariant()} {r.Summary.Reason}".TrimEnd());
        return detached || run.Summary.State == RunState.Succeeded ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static Task<int> StartAsync(ParseResult parsed, CancellationToken cancel) => FollowAsync(
        parsed, ReadSpec(parsed.GetRequiredValue(Spec)), parsed.GetValue(Priority), parsed.GetValue(Detach), parsed.GetValue(Json), cancel);

    private static RunSpec ReadSpec(FileInfo file) => File.ReadAllText(file.FullName) is var text && !string.IsNullOrWhiteSpace(text)
        ? SpecYaml.Read(text)
        : throw new SpecFormatException($"{file.Name} is empty: it says nothing of what to train.", "", 1);
}
