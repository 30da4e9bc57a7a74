namespace LsKd.Core.Runs;

/// <summary>The states of a run.</summary>
public enum RunState
{
    /// <summary>Waits for a slot or for its teacher.</summary>
    Queued,

    /// <summary>A worker trains it.</summary>
    Running,

    /// <summary>Held by the user, a checkpoint written; resumes when asked.</summary>
    Paused,

    /// <summary>Was asked to stop and is writing its checkpoint.</summary>
    Stopping,

    /// <summary>Ended as planned.</summary>
    Succeeded,

    /// <summary>Ended by an error.</summary>
    Failed,

    /// <summary>Ended by the user.</summary>
    Cancelled,

    /// <summary>Its worker was lost or asked to make way; it will be resumed from its checkpoint.</summary>
    Interrupted,
}

/// <summary>Questions about states that several rooms ask.</summary>
public static class RunStates
{
    /// <summary>Whether nothing more will happen unless a user asks.</summary>
    public static bool IsFinal(this RunState state) =>
        state is RunState.Succeeded or RunState.Failed or RunState.Cancelled;

    /// <summary>Whether a worker may be alive.</summary>
    public static bool IsActive(this RunState state) => state is RunState.Running or RunState.Stopping;
}
