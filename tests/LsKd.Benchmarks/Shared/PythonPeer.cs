using System.Diagnostics;
using System.Text.Json;

namespace LsKd.Benchmarks.Shared;

/// <summary>
/// Runs a peer's script under the system's Python and reads the JSON object that it prints last. Without OpenBLAS, Debian's
/// PyTorch and NumPy fall back to a reference implementation many times slower, which would flatter every ratio.
/// </summary>
internal static class PythonPeer
{
    /// <summary>Runs a script that lies beside the benchmark.</summary>
    /// <param name="script">Path below the benchmarks' output folder.</param>
    /// <param name="threads">Threads its linear algebra may use.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="InvalidOperationException">Python, or what the script needs, is missing; the message has its last words.</exception>
    public static JsonElement Run(string script, int threads, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("LSKD_PYTHON") ?? "/usr/bin/python3")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OPENBLAS_NUM_THREADS"] = start.Environment["OMP_NUM_THREADS"] = threads.ToString();
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, script), .. arguments])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonDocument.Parse(output.Trim().Split('\n')[^1]).RootElement
            : throw new InvalidOperationException(
                $"the peer '{script}' failed ({errors.Result.Trim().Split('\n')[^1]}); it needs python3 with torch or numpy, "
                + "on Debian: apt-get install python3-torch python3-numpy libopenblas0-pthread");
    }
}
