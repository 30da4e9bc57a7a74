using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LsKdWeb.Jobs.Launching;

/// <summary>Signals to a process; elsewhere than on Unix only the hard end exists.</summary>
internal static partial class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>Sends a signal; a process that is gone already is no error.</summary>
    public static void Send(int processId, int signal)
    {
        if (!OperatingSystem.IsWindows())
            _ = SendUnix(processId, signal);
        else if (signal == Kill)
            KillWindows(processId);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendUnix(int processId, int signal);

    private static void KillWindows(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // Gone already.
        }
    }
}
