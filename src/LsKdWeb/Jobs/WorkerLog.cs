using System.Text;
using LsKd.Core.Runs;

namespace LsKdWeb.Jobs;

/// <summary>A worker's output.</summary>
internal static class WorkerLog
{
    private const int Bytes = 16 << 10;
    private const int Lines = 40;

    /// <summary>The last lines; empty when there are none.</summary>
    public static string Tail(RunFolder folder)
    {
        if (!File.Exists(folder.WorkerLog))
            return "";
        using var stream = new FileStream(folder.WorkerLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Seek(-Math.Min(Bytes, stream.Length), SeekOrigin.End);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return string.Join('\n', reader.ReadToEnd().TrimEnd().Split('\n').TakeLast(Lines));
    }
}
