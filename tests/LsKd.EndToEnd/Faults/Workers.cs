using System.Globalization;
using System.Runtime.InteropServices;
using LsKd.Core.Runs;

namespace LsKd.EndToEnd.Faults;

/// <summary>Worker processes as the machine sees them.</summary>
internal static partial class Workers
{
    private const int SIGKILL = 9;
    private const int SIGTERM = 15;
    private const int SIGCONT = 18;
    private const int SIGSTOP = 19;

    /// <summary>Ids of the processes whose command line names this folder or one within it.</summary>
    public static IReadOnlyList<int> Of(string folder) => [.. Directory.EnumerateDirectories("/proc")
        .Select(p => int.TryParse(Path.GetFileName(p), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0 && CommandLine(id).Contains(folder, StringComparison.Ordinal) && ProcessHandle.Of(id) is not null)];

    /// <summary>The living worker of a run's newest attempt; null when there is none.</summary>
    public static int? Of(RunFolder folder)
    {
        var note = Directory.EnumerateFiles(folder.Root, "worker.*.pid").MaxBy(Attempt);
        return note is not null && int.TryParse(File.ReadAllText(note), CultureInfo.InvariantCulture, out var id)
            && CommandLine(id).Contains(folder.Root, StringComparison.Ordinal) ? id : null;
    }

    /// <summary>Kills a process as the kernel would; false when it was gone already.</summary>
    public static bool Kill(int id) => Send(id, SIGKILL) == 0;

    /// <summary>Keeps a process from running at all until it is thawed; false when it was gone.</summary>
    public static bool Freeze(int id) => Send(id, SIGSTOP) == 0;

    /// <summary>Lets a frozen process go on.</summary>
    public static void Thaw(int id) => Send(id, SIGCONT);

    /// <summary>Whether a frozen process will find that it was asked to end, or has found it already.</summary>
    public static bool IsAskedToEnd(int id) => ProcessHandle.Of(id) is null || File.ReadAllLines($"/proc/{id}/status")
        .Where(l => l.StartsWith("SigPnd:", StringComparison.Ordinal) || l.StartsWith("ShdPnd:", StringComparison.Ordinal))
        .Any(l => (ulong.Parse(l.Split('\t')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (SIGTERM - 1) & 1) == 1);

    /// <summary>The process that started another.</summary>
    public static int Parent(int id) => int.Parse(Stat(id)[1], CultureInfo.InvariantCulture);

    /// <summary>How far a process steps back.</summary>
    public static int Niceness(int id) => int.Parse(Stat(id)[16], CultureInfo.InvariantCulture);

    /// <summary>How far its session steps back, where the kernel shares the processor out by session; else null.</summary>
    public static int? SessionNiceness(int id) => File.Exists($"/proc/{id}/autogroup")
        ? int.Parse(File.ReadAllText($"/proc/{id}/autogroup").Trim().Split(' ')[^1], CultureInfo.InvariantCulture)
        : null;

    // A process's state and what follows it; its name before that may hold anything.
    private static string[] Stat(int id)
    {
        var stat = File.ReadAllText($"/proc/{id}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }

    private static int Attempt(string note) => int.Parse(Path.GetFileName(note).Split('.')[1], CultureInfo.InvariantCulture);

    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int id, int signal);
}
