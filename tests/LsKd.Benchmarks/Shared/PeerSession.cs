using System.Diagnostics;
using System.Text.Json;

namespace LsKd.Benchmarks.Shared;

/// <summary>
/// A peer's script that stays alive and answers each command, a line, with one JSON object: both sides then work in turns of a
/// fraction of a second, and what else the machine does hits both alike.
/// </summary>
internal sealed class PeerSession : IDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;

    /// <summary>Starts a script that lies beside the benchmark.</summary>
    public PeerSession(string script, int threads, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("LSKD_PYTHON") ?? "/usr/bin/python3")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var name in Learning.Training.WorkerEnvironment.Variables.Keys)
            start.Environment.Remove(name);
        start.Environment["OPENBLAS_NUM_THREADS"] = start.Environment["OMP_NUM_THREADS"] = threads.ToString();
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, script), .. arguments])
            start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Sends a command and waits for its answer.</summary>
    /// <exception cref="InvalidOperationException">The peer ended; the message has its last words.</exception>
    public T Ask<T>(string command, JsonSerializerOptions json)
    {
        process.StandardInput.WriteLine(command);
        process.StandardInput.Flush();
        return process.StandardOutput.ReadLine() is { } line
            ? JsonSerializer.Deserialize<T>(line, json)!
            : throw new InvalidOperationException(
                $"the peer ended ({errors.Result.Trim().Split('\n')[^1]}); it needs python3 with torch and numpy, "
                + "on Debian: apt-get install python3-torch python3-numpy libopenblas0-pthread");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
