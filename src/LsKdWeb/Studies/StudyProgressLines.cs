using LsKd.Core.Runs;
using LsKd.Store.Contracts;

namespace LsKdWeb.Studies;

/// <summary>Progress of a study's runs as lines of text: a line when a run changes its state or begins an epoch.</summary>
internal sealed class StudyProgressLines(TextWriter output)
{
    private readonly Dictionary<string, (RunState State, string Phase, int Epoch)> last = [];
    private readonly Lock one = new();

    /// <summary>Writes a line if something worth one changed.</summary>
    public void Write(RunSummary run)
    {
        lock (one)
        {
            var now = (run.State, run.Progress?.Phase ?? "", run.Progress?.Epoch ?? 0);
            if (last.TryGetValue(run.Id, out var before) && before == now)
                return;
            last[run.Id] = now;
            output.WriteLine($"{run.Name}: {Describe(run)}");
        }
    }

    private static string Describe(RunSummary run) => run switch
    {
        { State: RunState.Running, Progress: { } p } =>
            $"{p.Phase}, epoch {p.Epoch} of {p.Epochs}{(p.SamplesPerSecond > 0 ? $", {p.SamplesPerSecond:0} {Cli.RunLines.Unit(run)}/s" : "")}{(p.SecondsLeft is { } s ? $", {s:0} s left" : "")}",
        { Reason.Length: > 0 } => $"{run.State.ToString().ToLowerInvariant()}: {run.Reason}",
        _ => run.State.ToString().ToLowerInvariant(),
    };
}
