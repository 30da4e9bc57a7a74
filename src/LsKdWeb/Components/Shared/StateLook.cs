using LsKd.Core.Runs;
using MudBlazor;

namespace LsKdWeb.Components.Shared;

/// <summary>How a run's state is shown: a word and an icon, and a colour that only repeats them.</summary>
/// <param name="Word">The state in one word.</param>
/// <param name="Meaning">The state in a sentence.</param>
/// <param name="Class">CSS class of the colour.</param>
/// <param name="Icon">The icon.</param>
public sealed record StateLook(string Word, string Meaning, string Class, string Icon)
{
    /// <summary>The look of a state.</summary>
    public static StateLook Of(RunState state) => state switch
    {
        RunState.Queued => new("Queued", "Waits for a slot or for its teacher", "", Icons.Material.Outlined.Schedule),
        RunState.Running => new("Running", "A worker trains it", "live", Icons.Material.Outlined.PlayCircle),
        RunState.Paused => new("Paused", "Held; resumes from its checkpoint when asked", "warn", Icons.Material.Outlined.PauseCircle),
        RunState.Stopping => new("Stopping", "Writes its checkpoint", "warn", Icons.Material.Outlined.HourglassBottom),
        RunState.Succeeded => new("Done", "Ended as planned", "good", Icons.Material.Outlined.CheckCircle),
        RunState.Failed => new("Failed", "Ended by an error", "bad", Icons.Material.Outlined.ErrorOutline),
        RunState.Cancelled => new("Cancelled", "Ended by the user", "", Icons.Material.Outlined.Block),
        _ => new("Interrupted", "Its worker was lost; resumes from its checkpoint", "warn", Icons.Material.Outlined.SyncProblem),
    };
}
