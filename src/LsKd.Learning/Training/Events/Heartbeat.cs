using LsKd.Core.Events;

namespace LsKd.Learning.Training.Events;

/// <summary>Where a run stands; set by the loop, read by the heartbeat.</summary>
public sealed class Progress
{
    private readonly Lock gate = new();
    private Progressed current = new("loading", 0, 0, 0, 0, 0, null);

    /// <summary>The latest standing.</summary>
    public Progressed Current
    {
        get { lock (gate) return current; }
        set { lock (gate) current = value; }
    }

    /// <summary>Names what is being done instead of training steps; what follows the last of them takes a time that nobody knows.</summary>
    /// <param name="phase">The word of <see cref="Progressed"/>.</param>
    /// <param name="step">Steps done.</param>
    public void Enter(string phase, long step)
    {
        lock (gate)
            current = current with { Phase = phase, Step = step, SamplesPerSecond = 0, SecondsLeft = step < current.Steps ? current.SecondsLeft : null };
    }
}

/// <summary>Writes a run's standing every two seconds, whatever the loop is busy with.</summary>
public sealed class Heartbeat : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private readonly ITimer timer;

    /// <summary>Starts it.</summary>
    public Heartbeat(EventWriter events, Progress progress, TimeProvider? clock = null) =>
        timer = (clock ?? TimeProvider.System).CreateTimer(_ => Beat(events, progress), null, TimeSpan.Zero, Period);

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private static void Beat(EventWriter events, Progress progress)
    {
        try
        {
            events.Write(progress.Current);
        }
        catch (IOException)
        {
            // A full disk must not end the process from a timer's thread; the loop meets it at its next own event and says so.
        }
    }
}
