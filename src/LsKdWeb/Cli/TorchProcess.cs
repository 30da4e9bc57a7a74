using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using LsKd.Learning.Training;

namespace LsKdWeb.Cli;

/// <summary>Runs a command line again in a process with a worker's settings.</summary>
internal static class TorchProcess
{
    /// <summary>Whether a command line asks for that and this process is not one yet.</summary>
    public static bool IsWanted(ParseResult parsed) =>
        parsed.CommandResult.Command is TorchCommand command && parsed.Errors.Count == 0 && ReferenceEquals(parsed.Action, command.Action)
        && WorkerEnvironment.Variables.Any(v => Environment.GetEnvironmentVariable(v.Key) != v.Value);

    /// <summary>Runs it; returns its exit code.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="output">Receives its output; null lets it write to this process's.</param>
    /// <param name="error">Receives its errors, likewise.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter? output, TextWriter? error)
    {
        var program = Jobs.Launching.WorkerCommand.Self();
        var start = new ProcessStartInfo(program.File, [.. program.Arguments, .. args])
        {
            RedirectStandardOutput = output is not null, RedirectStandardError = error is not null,
        };
        WorkerEnvironment.SetFor(start);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program.File} could not be started.");
        using var terminated = Pass(PosixSignal.SIGTERM, process);
        using var interrupted = Pass(PosixSignal.SIGINT, process);
        await Task.WhenAll(CopyAsync(output, () => process.StandardOutput), CopyAsync(error, () => process.StandardError), process.WaitForExitAsync());
        return process.ExitCode;
    }

    private static async Task CopyAsync(TextWriter? to, Func<StreamReader> from)
    {
        if (to is not null)
            await to.WriteAsync(await from().ReadToEndAsync());
    }

    // Nobody would wait for its answer any more.
    private static PosixSignalRegistration Pass(PosixSignal signal, Process process) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        process.Kill();
    });
}
