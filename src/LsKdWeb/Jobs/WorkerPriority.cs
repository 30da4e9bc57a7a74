using System.Globalization;

namespace LsKdWeb.Jobs;

/// <summary>Lets the site come before training on the same cores.</summary>
internal static class WorkerPriority
{
    /// <summary>
    /// Lowers the weight of this process's session. Where the kernel shares the processor out by session (autogroup), a nice value
    /// counts only within one, and a worker has a session of its own.
    /// </summary>
    public static void Lower(int niceness)
    {
        const string group = "/proc/self/autogroup";
        try
        {
            if (niceness > 0 && File.Exists(group))
                File.WriteAllText(group, niceness.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then training competes with the site on equal terms; nothing is lost but a little smoothness.
        }
    }
}
