using LsKd.Core.Runs;

namespace LsKdWeb.Components.Pages.OneRun;

/// <summary>What is said where a run has recorded no metric.</summary>
internal static class NoMetric
{
    /// <summary>That there is none, or none yet.</summary>
    public static string Title(RunState state) => state.IsFinal() ? "No metric was recorded" : "No metric recorded yet";

    /// <summary>Why, or when there will be one.</summary>
    public static string Text(RunState state) => state.IsFinal()
        ? "It ended before the first step of training was recorded."
        : "Curves appear with the first steps of training.";
}
