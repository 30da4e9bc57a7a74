using LsKd.Core.Runs;
using LsKd.Store.Commands;

namespace LsKdWeb.Jobs.Scheduling;

/// <summary>What is to be done with a waiting run.</summary>
internal abstract record Decision(string Id);

/// <summary>Start it on a device.</summary>
internal sealed record StartRun(string Id, string Device) : Decision(Id)
{
    /// <summary>Handles of jobs that must succeed first, for a launcher with a queue of its own.</summary>
    public IReadOnlyList<string> After { get; init; } = [];
}

/// <summary>End it: it can never start.</summary>
internal sealed record FailRun(string Id, string Reason) : Decision(Id);

/// <summary>Say why it waits.</summary>
internal sealed record ExplainRun(string Id, string Reason) : Decision(Id);

/// <summary>Slots of this machine.</summary>
/// <param name="Cpu">Runs at once on the CPU.</param>
/// <param name="Gpus">GPUs, one run each.</param>
internal sealed record Slots(int Cpu, int Gpus);

/// <summary>Chooses which waiting runs start. Pure: the same queue gives the same decisions.</summary>
internal static class Scheduler
{
    /// <summary>Goes through the queue in its order.</summary>
    /// <param name="waiting">In the order in which runs should start.</param>
    /// <param name="busy">Devices in use, one entry a running run.</param>
    /// <param name="slots">What there is; null leaves slots to the launcher's own queue.</param>
    /// <param name="jobs">Handles of jobs in the launcher's own queue, by run: a run whose teacher is among them may follow it there.</param>
    public static IEnumerable<Decision> Decide(
        IReadOnlyList<WaitingRun> waiting, IEnumerable<string> busy, Slots? slots, IReadOnlyDictionary<string, string>? jobs = null)
    {
        jobs ??= new Dictionary<string, string>();
        var free = new FreeSlots(slots, busy);
        foreach (var run in waiting)
        {
            var obstacle = Obstacle(run, jobs);
            if (obstacle is not null)
                yield return obstacle;
            else if (slots is not null && run.Resources.Gpus > slots.Gpus)
                yield return new ExplainRun(run.Id, $"Needs {run.Resources.Gpus} GPUs; this machine offers {slots.Gpus}.");
            else if (free.Take(run.Resources.Gpus) is { } device)
                yield return new StartRun(run.Id, device) { After = After(run, jobs) };
            else if (run.Reason.Length > 0 && run.State == RunState.Queued)
                yield return new ExplainRun(run.Id, "");
        }
    }

    private static IReadOnlyList<string> After(WaitingRun run, IReadOnlyDictionary<string, string> jobs) =>
        jobs.Count == 0 ? [] : [.. run.DependsOn.Where(d => jobs.ContainsKey(d.Id)).Select(d => jobs[d.Id])];

    private static Decision? Obstacle(WaitingRun run, IReadOnlyDictionary<string, string> jobs)
    {
        foreach (var (id, state, reason) in run.DependsOn)
        {
            switch (state)
            {
                case RunState.Succeeded:
                case RunState.Running or RunState.Queued when jobs.ContainsKey(id):
                    continue;
                case null:
                    return new FailRun(run.Id, $"Run {id}, which it learns from, is gone.");
                case RunState.Failed:
                    return new FailRun(run.Id, $"Its teacher, run {id}, failed: {reason}");
                case RunState.Cancelled:
                    return new ExplainRun(run.Id, $"Its teacher, run {id}, was cancelled. Resume the teacher, or cancel this run too.");
                case RunState.Paused:
                    return new ExplainRun(run.Id, $"Waits for its teacher, run {id}, which is paused.");
                default:
                    return new ExplainRun(run.Id, $"Waits for its teacher, run {id}.");
            }
        }
        return null;
    }

    private sealed class FreeSlots(Slots? slots, IEnumerable<string> busy)
    {
        private readonly HashSet<string> _gpusBusy = [.. busy.Where(d => d.StartsWith("cuda:", StringComparison.Ordinal)).SelectMany(d => d["cuda:".Length..].Split(','))];
        private int _cpu = (slots?.Cpu ?? 0) - busy.Count(d => d == "cpu");

        /// <summary>A device for a run that wants a number of GPUs; null when none is free.</summary>
        public string? Take(int gpus)
        {
            if (slots is null)
                return gpus == 0 ? "cpu" : "cuda";
            return gpus == 0 ? TakeCpu() : TakeGpus(slots, gpus);
        }

        private string? TakeCpu() => _cpu-- > 0 ? "cpu" : null;

        private string? TakeGpus(Slots all, int gpus)
        {
            var chosen = Enumerable.Range(0, all.Gpus).Select(g => $"{g}").Where(g => !_gpusBusy.Contains(g)).Take(gpus).ToList();
            if (chosen.Count < gpus)
                return null;
            _gpusBusy.UnionWith(chosen);
            return $"cuda:{string.Join(',', chosen)}";
        }
    }
}
