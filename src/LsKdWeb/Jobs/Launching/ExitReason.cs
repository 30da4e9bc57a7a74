using System.Globalization;
using LsKd.Learning.Training;

namespace LsKdWeb.Jobs.Launching;

/// <summary>Says in words how a process ended.</summary>
internal static class ExitReason
{
    private static readonly Dictionary<int, string> Names = new()
    {
        [4] = "SIGILL", [6] = "SIGABRT", [7] = "SIGBUS", [8] = "SIGFPE", [9] = "SIGKILL", [11] = "SIGSEGV", [15] = "SIGTERM", [25] = "SIGXFSZ, a limit on the size of files",
    };

    /// <summary>Describes an exit code; codes above 128 stand for a signal.</summary>
    /// <param name="code">As the parent saw it.</param>
    /// <param name="memoryKills">Whether the kernel killed something for memory meanwhile.</param>
    public static string Describe(int code, bool memoryKills) => code switch
    {
        WorkerExit.Superseded => "it found a newer attempt at work and ended",
        137 when memoryKills => "it was killed because the machine ran out of memory (SIGKILL by the kernel)",
        137 => "it was killed (SIGKILL)",
        132 or 134 or 135 or 136 or 139 => $"it crashed in native code ({Names[code - 128]})",
        > 128 and < 193 => $"it was ended by {Names.GetValueOrDefault(code - 128, $"signal {(code - 128).ToString(CultureInfo.InvariantCulture)}")}",
        _ => $"it exited with code {code.ToString(CultureInfo.InvariantCulture)} without saying why",
    };
}

/// <summary>Processes that the kernel killed for memory since the machine started.</summary>
internal static class OomKills
{
    /// <summary>The number; 0 where the system does not tell.</summary>
    public static long Count()
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        try
        {
            var line = File.ReadLines("/proc/vmstat").FirstOrDefault(l => l.StartsWith("oom_kill ", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan(9), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
