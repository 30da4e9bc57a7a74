namespace LsKdWeb.Components.Shared;

/// <summary>How the time that a run took is named, the same on every page.</summary>
public static class RunTime
{
    /// <summary>Heading over such times.</summary>
    public const string Title = "Time at work";

    /// <summary>What it is, in a sentence.</summary>
    public const string Meaning = "All attempts from start to end, summed; pauses and waits between them are left out";

    /// <summary>What is said beside the time of one run.</summary>
    public static string Note(int attempts) => attempts > 1 ? $"{attempts} attempts together" : "";
}
