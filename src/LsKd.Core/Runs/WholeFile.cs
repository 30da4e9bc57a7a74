namespace LsKd.Core.Runs;

/// <summary>Files that appear whole or not at all: written beside their place and renamed, so that no reader sees half of one.</summary>
public static class WholeFile
{
    /// <summary>Ends the names of files that are being written; what a killed process left of them is of no use.</summary>
    public const string Unfinished = ".tmp";

    /// <summary>Writes a file; what was there before stays when it fails, and nothing else is left behind.</summary>
    /// <param name="path">Where to; its folder is made where missing.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="durable">Whether it is on the disk before it appears under its name.</param>
    /// <exception cref="SupersededException">A newer attempt at the run writes there.</exception>
    public static void Write(string path, Action<Stream> write, bool durable = false)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = $"{path}.{Environment.MachineName}.{Environment.ProcessId}{Unfinished}";
        try
        {
            Fill(temporary, write, durable);
            RunFence.Commit(path, () => File.Move(temporary, path, overwrite: true));
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes a text file.</summary>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>Writes lines of text.</summary>
    public static void WriteLines(string path, IEnumerable<string> lines) => WriteText(path, string.Concat(lines.Select(l => l + '\n')));

    private static void Fill(string temporary, Action<Stream> write, bool durable)
    {
        using var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        write(stream);
        stream.Flush(flushToDisk: durable);
    }
}
