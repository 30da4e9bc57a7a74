using System.CommandLine;
using LsKd.Store.Contracts;

namespace LsKdWeb.Cli;

/// <summary><c>run pause</c>, <c>resume</c> (also <c>retry</c>), <c>cancel</c>, <c>archive</c> and <c>unarchive</c>, each for one run or many.</summary>
internal static class RunActionCommands
{
    public static IEnumerable<Command> Create()
    {
        yield return Verb("pause", "Write a checkpoint and pause; or take a waiting run out of the queue.", (c, id, cancel) => c.PauseAsync(id, cancel));
        var resume = Verb("resume", "Put a run back in the queue, from its last checkpoint; a failed or cancelled one too.", (c, id, cancel) => c.ResumeAsync(id, cancel));
        resume.Aliases.Add("retry");
        yield return resume;
        yield return Verb("cancel", "End a run; a checkpoint is written first.", (c, id, cancel) => c.CancelAsync(id, cancel));
        yield return Verb("archive", "Hide a run from the table.", (c, id, cancel) => c.ArchiveAsync(id, true, cancel));
        yield return Verb("unarchive", "Show a run in the table again.", (c, id, cancel) => c.ArchiveAsync(id, false, cancel));
    }

    private static Command Verb(string name, string help, Func<IRunCommands, string, CancellationToken, Task> act)
    {
        var (ids, json) = (ManyRuns.Ids(), CommonOptions.Json());
        var command = new Command(name, help) { ids, json };
        command.SetAction((parsed, cancel) => ManyRuns.ActAsync(
            parsed, parsed.GetRequiredValue(ids), parsed.GetValue(json), (engine, id, token) => act(engine.Commands, id, token), cancel));
        return command;
    }
}
