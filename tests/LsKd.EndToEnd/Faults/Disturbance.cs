using LsKd.Core.Runs;

namespace LsKd.EndToEnd.Faults;

/// <summary>
/// Kills workers and the server at points that a seed draws: each point is a number of events written, so that every part of a run
/// is hit on a slow machine as on a quick one.
/// </summary>
internal sealed class Disturbance(FaultServer server, int seed, int eventsPerRun)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private readonly Random random = new(seed);

    /// <summary>Workers killed.</summary>
    public int WorkersKilled { get; private set; }

    /// <summary>Times that the server was killed.</summary>
    public int ServersKilled { get; private set; }

    /// <summary>Kills one or two workers of each run, until all that was drawn is done or nothing is left to disturb.</summary>
    public async Task KillWorkersAsync(IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        var plans = ids.Select(id => (Folder: server.Run(id), Points: new Queue<int>(Points()))).ToList();
        while (!cancel.IsCancellationRequested && plans.Any(p => p.Points.Count > 0))
        {
            foreach (var (folder, points) in plans.Where(p => p.Points.Count > 0))
                if (EventCount.Of(folder) >= points.Peek() && Workers.Of(folder) is { } worker && Workers.Kill(worker))
                    (_, WorkersKilled) = (points.Dequeue(), WorkersKilled + 1);
            await Task.Delay(Glance, CancellationToken.None);
        }
    }

    /// <summary>Kills the server a number of times, spread over all the runs' events, and starts it again each time.</summary>
    public async Task KillServerAsync(IReadOnlyCollection<string> ids, int times, CancellationToken cancel)
    {
        var folders = ids.Select(server.Run).ToList();
        for (var kill = 0; kill < times; kill++)
        {
            var point = (kill + random.NextDouble()) * eventsPerRun * ids.Count / times;
            while (!cancel.IsCancellationRequested && folders.Sum(EventCount.Of) < point)
                await Task.Delay(Glance, CancellationToken.None);
            await server.KillAloneAsync();
            ServersKilled++;
            await server.StartAsync();
        }
    }

    // Rising counts over all attempts of a run; 0 kills a worker before it says anything.
    private IEnumerable<int> Points()
    {
        var at = random.Next(eventsPerRun * 9 / 10);
        yield return at;
        if (random.Next(3) == 0)
            yield return at + random.Next(eventsPerRun);
    }
}
