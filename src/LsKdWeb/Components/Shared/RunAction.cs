namespace LsKdWeb.Components.Shared;

/// <summary>What a user can do to a run.</summary>
public enum RunAction
{
    /// <summary>Write a checkpoint and hold.</summary>
    Pause,

    /// <summary>Go on from the last checkpoint.</summary>
    Resume,

    /// <summary>End for good.</summary>
    Cancel,

    /// <summary>Before all that wait.</summary>
    First,

    /// <summary>After all that wait.</summary>
    Last,

    /// <summary>Hide from the table.</summary>
    Archive,

    /// <summary>Show in the table again.</summary>
    Restore,

    /// <summary>Remove with all files.</summary>
    Delete,
}
