using LsKd.Core.Runs;

namespace LsKd.Learning.Training;

/// <summary>Why a worker was asked to stop.</summary>
public enum StopReason
{
    /// <summary>To make way; the run wants to be resumed.</summary>
    Requeue,

    /// <summary>To be held until the user resumes it.</summary>
    Pause,

    /// <summary>For good.</summary>
    Cancel,
}

/// <summary>Looks for a stop request: the run folder's stop file or a cancelled token. Cheap enough to ask at every step.</summary>
/// <param name="folder">The run.</param>
/// <param name="token">Cancelled by SIGTERM or the host.</param>
public sealed class StopSignal(RunFolder folder, CancellationToken token)
{
    private const long PeriodMs = 200;
    private long nextLook;

    /// <summary>The reason, or null when nobody asked.</summary>
    /// <exception cref="SupersededException">A newer attempt has begun.</exception>
    public StopReason? Poll()
    {
        var stopping = token.IsCancellationRequested;
        if (!stopping && Environment.TickCount64 < nextLook)
            return null;
        nextLook = Environment.TickCount64 + PeriodMs;
        RunFence.CheckInForce();
        return File.Exists(folder.StopRequest) ? Read() : stopping ? StopReason.Requeue : null;
    }

    private StopReason Read()
    {
        try
        {
            return File.ReadAllText(folder.StopRequest).Trim().ToLowerInvariant() switch
            {
                "cancel" => StopReason.Cancel,
                "requeue" => StopReason.Requeue,
                _ => StopReason.Pause,
            };
        }
        catch (IOException)
        {
            return StopReason.Pause;
        }
    }
}
