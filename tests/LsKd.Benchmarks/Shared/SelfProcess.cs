using System.Diagnostics;
using System.Text.Json;

namespace LsKd.Benchmarks.Shared;

/// <summary>Runs this program again in a process of its own, with environment variables that act only from the start.</summary>
internal static class SelfProcess
{
    /// <summary>Runs a verb and reads the JSON value that it prints last.</summary>
    /// <exception cref="InvalidOperationException">It failed; its errors went to this process's.</exception>
    public static T Run<T>(IReadOnlyDictionary<string, string> environment, JsonSerializerOptions json, params string[] arguments)
    {
        // A self-contained copy is a program of its own.
        var isHosted = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        foreach (var argument in (string[])[.. isHosted ? [typeof(SelfProcess).Assembly.Location] : Array.Empty<string>(), .. arguments])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<T>(output.Trim().Split('\n')[^1], json)!
            : throw new InvalidOperationException($"'{string.Join(' ', arguments)}' failed with code {process.ExitCode}");
    }
}
