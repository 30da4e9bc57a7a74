using LsKd.Core.Runs;

namespace LsKdWeb.Jobs.Launching;

/// <summary>Tells one process of this machine from all others, dead or alive.</summary>
/// <param name="ProcessId">Its id.</param>
/// <param name="Identity">Boot and start time as <see cref="ProcessHandle"/> gives them.</param>
/// <param name="OomKills">Processes that the kernel had killed for memory when this one started.</param>
internal sealed record LocalHandle(int ProcessId, string Identity, long OomKills)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is something else.</summary>
    public static LocalHandle? Parse(string text) =>
        text.Split('|') is [var pid, var identity, var kills] && int.TryParse(pid, out var id) && long.TryParse(kills, out var count)
            ? new LocalHandle(id, identity, count)
            : null;

    /// <summary>Whether that very process lives.</summary>
    public bool IsAlive() => ProcessHandle.Of(ProcessId) == Identity;

    /// <summary>Whether it was started since the machine was.</summary>
    public bool IsOfThisBoot() => ProcessHandle.Of(Environment.ProcessId) is not { } own || Boot(own) == Boot(Identity) || Identity == "ended";

    /// <inheritdoc/>
    public override string ToString() => $"{ProcessId}|{Identity}|{OomKills}";

    private static string Boot(string identity) => OperatingSystem.IsLinux() ? identity.Split(':')[0] : "";
}
