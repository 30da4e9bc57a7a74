using System.Text;
using System.Text.Json;
using LsKd.Core.Events;
using LsKd.Core.Specs;

namespace LsKd.Store.Ingest;

/// <summary>A stretch of an event log.</summary>
/// <param name="From">Byte at which it begins.</param>
/// <param name="To">Byte after its last complete line.</param>
/// <param name="Events">Its events.</param>
/// <param name="Defects">What could not be read, in words.</param>
public sealed record LogStretch(long From, long To, IReadOnlyList<RunEvent> Events, IReadOnlyList<string> Defects)
{
    /// <summary>Whether there is nothing new.</summary>
    public bool IsEmpty => To == From;
}

/// <summary>Reads complete lines of an event log from a byte on; a last line without its end is left for later.</summary>
public static class EventLogReader
{
    private const int LongestLine = 64 << 20;

    /// <summary>Reads at most about <paramref name="limit"/> bytes.</summary>
    public static LogStretch Read(string path, long from, int limit = 4 << 20)
    {
        if (!File.Exists(path))
            return new LogStretch(from, from, [], []);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        if (stream.Length <= from)
            return new LogStretch(from, from, [], []);
        stream.Seek(from, SeekOrigin.Begin);
        var bytes = ReadLines(stream, limit);
        return Parse(bytes, from);
    }

    private static ReadOnlySpan<byte> ReadLines(FileStream stream, int limit)
    {
        var buffer = new byte[(int)Math.Min(limit, stream.Length - stream.Position)];
        var filled = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        while (buffer.AsSpan(0, filled).LastIndexOf((byte)'\n') < 0 && filled == buffer.Length && buffer.Length < LongestLine)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
            var more = stream.ReadAtLeast(buffer.AsSpan(filled), buffer.Length - filled, throwOnEndOfStream: false);
            if (more == 0)
                break;
            filled += more;
        }
        return buffer.AsSpan(0, buffer.AsSpan(0, filled).LastIndexOf((byte)'\n') + 1);
    }

    private static LogStretch Parse(ReadOnlySpan<byte> bytes, long from)
    {
        var events = new List<RunEvent>();
        var defects = new List<string>();
        var start = 0;
        while (start < bytes.Length)
        {
            var length = bytes[start..].IndexOf((byte)'\n');
            ParseLine(bytes.Slice(start, length), from + start, events, defects);
            start += length + 1;
        }
        return new LogStretch(from, from + bytes.Length, events, defects);
    }

    private static void ParseLine(ReadOnlySpan<byte> line, long at, List<RunEvent> events, List<string> defects)
    {
        if (line.Trim(" \r\0"u8).IsEmpty)
            return;
        try
        {
            if (JsonSerializer.Deserialize<RunEvent>(line, SpecJson.Options) is { } happened)
                events.Add(happened);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            defects.Add($"The event log cannot be read at byte {at}: {Excerpt(line)}");
        }
    }

    private static string Excerpt(ReadOnlySpan<byte> line) => Encoding.UTF8.GetString(line[..Math.Min(line.Length, 80)]);
}
