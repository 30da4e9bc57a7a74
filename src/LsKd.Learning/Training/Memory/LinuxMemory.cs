using System.Globalization;
using System.Runtime.InteropServices;

namespace LsKd.Learning.Training.Memory;

/// <summary>
/// Resident memory of this process as the kernel counts it, and what bounds it: the machine's free memory and the control groups (both
/// versions) that a container or a batch system sets.
/// </summary>
/// <param name="proc">Where the process file system lies.</param>
/// <param name="groups">Where the control groups lie.</param>
internal sealed class LinuxMemory(string proc = "/proc", string groups = "/sys/fs/cgroup") : IMemoryMeter
{
    private const string ResetPeak = "5";

    /// <summary>
    /// The meter of this machine, or null where the kernel does not tell, or where the process has a limit of its own (ulimit): that counts
    /// what is reserved and never used, and says nothing of resident memory.
    /// </summary>
    public static LinuxMemory? OfThisMachine() =>
        OperatingSystem.IsLinux() && File.Exists("/proc/self/clear_refs") && File.Exists("/proc/meminfo") && !HasOwnLimit() ? new LinuxMemory() : null;

    /// <inheritdoc/>
    public long Limit()
    {
        GiveBack();
        return Status("VmRSS") + Math.Max(0, Rooms().Min());
    }

    /// <inheritdoc/>
    public long PeakOf(Action action)
    {
        GiveBack();
        File.WriteAllText(Self("clear_refs"), ResetPeak);
        action();
        return Status("VmHWM");
    }

    private static bool HasOwnLimit() => File.ReadLines("/proc/self/limits").Any(l =>
        (l.StartsWith("Max data size", StringComparison.Ordinal) || l.StartsWith("Max address space", StringComparison.Ordinal))
        && !l.Contains(" unlimited ", StringComparison.Ordinal));

    // Workers keep freed memory; it must not count as used.
    private static void GiveBack()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TrimHeap();
    }

    /// <summary>Bytes that each bound leaves to this process beyond what it holds.</summary>
    private IEnumerable<long> Rooms()
    {
        yield return Kilobytes(Path.Combine(proc, "meminfo"), "MemAvailable") ?? long.MaxValue;
        foreach (var room in File.ReadLines(Self("cgroup")).SelectMany(GroupRooms))
            yield return room;
    }

    private IEnumerable<long> GroupRooms(string line)
    {
        var parts = line.Split(':', 3);
        return parts switch
        {
            [_, "", var path] => Upwards(groups, path).Select(f => Room(f, "memory.max", "memory.current", "inactive_file")).OfType<long>(),
            [_, var kinds, var path] when kinds.Split(',').Contains("memory") => Upwards(Path.Combine(groups, "memory"), path)
                .Select(f => Room(f, "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")).OfType<long>(),
            _ => [],
        };
    }

    // A group is bounded by those above it. Within a container its own folder may be the root.
    private static IEnumerable<string> Upwards(string root, string path)
    {
        for (var rest = path.Trim('/'); rest.Length > 0; rest = Path.GetDirectoryName(rest) ?? "")
            yield return Path.Combine(root, rest);
        yield return root;
    }

    // Cached files count as used but give way.
    private static long? Room(string folder, string limitFile, string usageFile, string reclaimable) =>
        Number(Path.Combine(folder, limitFile)) is { } limit && Number(Path.Combine(folder, usageFile)) is { } usage
            ? limit - usage + (Entry(Path.Combine(folder, "memory.stat"), reclaimable) ?? 0)
            : null;

    private long Status(string name) => Kilobytes(Self("status"), name) ?? 0;

    private static long? Kilobytes(string file, string name) => Entry(file, name + ":") * 1024;

    private static long? Entry(string file, string name) => File.Exists(file)
        ? File.ReadLines(file).Select(l => l.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Where(w => w.Length > 1 && w[0] == name).Select(w => Parse(w[1])).FirstOrDefault()
        : null;

    private static long? Number(string file) => File.Exists(file) ? Parse(File.ReadAllText(file).Trim()) : null;

    // "max", "unlimited" and numbers beyond a long bound nothing.
    private static long? Parse(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value < long.MaxValue / 2 ? value : null;

    private string Self(string file) => Path.Combine(proc, "self", file);

    // Other C libraries than glibc have no such function.
    private static void TrimHeap()
    {
        if (NativeLibrary.TryLoad("libc.so.6", out var library) && NativeLibrary.TryGetExport(library, "malloc_trim", out _))
            MallocTrim(0);
    }

    [DllImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static extern int MallocTrim(nint pad);
}
