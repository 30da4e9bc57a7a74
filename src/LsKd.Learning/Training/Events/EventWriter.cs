using System.Text;
using System.Text.Json;
using LsKd.Core.Events;
using LsKd.Core.Specs;

namespace LsKd.Learning.Training.Events;

/// <summary>Appends events to a run's log, one JSON line each, handed to the system at once. Safe for use by several threads.</summary>
/// <exception cref="IOException">The log cannot be written; the message names it.</exception>
public sealed class EventWriter : IDisposable
{
    private readonly Lock gate = new();
    private readonly FileStream stream;
    private readonly TimeProvider clock;
    private readonly TextWriter? echo;

    /// <summary>Opens a log for appending; readers may follow it.</summary>
    /// <param name="path">The log.</param>
    /// <param name="clock">Tells the time of events.</param>
    /// <param name="echo">Where lines for people are written as well; what it refuses is lost there alone.</param>
    public EventWriter(string path, TimeProvider? clock = null, TextWriter? echo = null)
    {
        this.clock = clock ?? TimeProvider.System;
        this.echo = echo;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        // Without a buffer of its own: what a full disk refused is not tried again when the log is closed, and the next line takes its place.
        stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        EndTornLine();
    }

    /// <summary>Appends one event with the present time.</summary>
    public void Write(RunEvent entry)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry with { Time = clock.GetUtcNow() }, SpecJson.Options), (byte)'\n'];
        lock (gate)
        {
            if (!stream.CanWrite)
                return;
            stream.Write(line);
        }
    }

    /// <summary>Appends a line for people.</summary>
    public void Log(string level, string message)
    {
        Write(new LogWritten(level, message));
        try
        {
            echo?.WriteLine($"{clock.GetUtcNow():u} {level}: {message}");
        }
        catch (IOException)
        {
            // The log itself has the line.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
            stream.Dispose();
    }

    // A process that died while writing may have left half a line; the next event must not join it.
    private void EndTornLine()
    {
        if (stream.Seek(0, SeekOrigin.End) == 0)
            return;
        stream.Seek(-1, SeekOrigin.End);
        if (stream.ReadByte() != '\n')
            stream.Write(Encoding.UTF8.GetBytes("\n"));
    }
}
