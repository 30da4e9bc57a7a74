namespace LsKd.Core.Runs;

/// <summary>Tells a process from a later one that was given the same id.</summary>
public static class ProcessHandle
{
    private const int StartTimeField = 22;

    /// <summary>Boot id and start ticks of a live process on Linux, its start time elsewhere; null when there is no such process.</summary>
    public static string? Of(int processId) => OperatingSystem.IsLinux() ? OnLinux(processId) : Elsewhere(processId);

    private static string? OnLinux(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            // The command's name, in parentheses, may hold spaces: count fields after it.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            // A zombie has ended; only its parent has not noticed yet.
            if (fields[0] is "Z" or "X")
                return null;
            var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
            return $"{boot}:{fields[StartTimeField - 3]}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Elsewhere(int processId)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(processId);
            return process.StartTime.ToUniversalTime().ToString("O");
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
