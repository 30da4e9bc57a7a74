using System.Text.RegularExpressions;

namespace LsKdWeb.Jobs.Scheduling;

/// <summary>GPUs of this machine, counted without loading a GPU library into the site.</summary>
internal static partial class GpuCount
{
    /// <summary>NVIDIA devices that the driver offers; 0 elsewhere than on Linux.</summary>
    public static int Detect() => Directory.Exists("/dev")
        ? Directory.EnumerateFileSystemEntries("/dev", "nvidia*").Count(path => Device().IsMatch(path))
        : 0;

    [GeneratedRegex(@"/nvidia\d+$")]
    private static partial Regex Device();
}
