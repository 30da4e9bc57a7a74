using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;

namespace LsKdWeb.Cli;

/// <summary>Runs' standings as lines for people; a line that says nothing new is not repeated.</summary>
internal sealed class RunLines(TextWriter log)
{
    private readonly Dictionary<string, string> _last = [];

    /// <summary>Writes a run's standing.</summary>
    public void Tell(RunSummary run)
    {
        var line = Of(run);
        if (_last.GetValueOrDefault(run.Id) == line)
            return;
        _last[run.Id] = line;
        log.WriteLine(line);
    }

    /// <summary>What a run's speed counts.</summary>
    public static string Unit(RunSummary run) => run.Task == RunTask.Translation ? "target units" : "images";

    /// <summary>A run's standing.</summary>
    public static string Of(RunSummary run)
    {
        var state = run.State.ToString().ToLowerInvariant();
        if (run.State != RunState.Running || run.Progress is not { Steps: > 0 } at)
            return $"{run.Id}  {run.Name}: {state} {run.Reason}".TrimEnd();
        var left = at.SecondsLeft is { } seconds ? $", {TimeSpan.FromSeconds(seconds):h\\:mm\\:ss} left" : "";
        var rate = at.SamplesPerSecond > 0 ? $", {at.SamplesPerSecond:0} {Unit(run)}/s" : "";
        return $"{run.Id}  {run.Name}: {at.Phase} epoch {at.Epoch}/{at.Epochs}, step {at.Step}/{at.Steps}{rate}{left}";
    }
}
