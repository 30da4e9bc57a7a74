using System.ComponentModel;
using System.Diagnostics;

namespace LsKdWeb.Jobs.Launching.Slurm;

/// <summary>Slurm's controller does not answer: nothing may be concluded about any job.</summary>
internal sealed class SlurmSilentException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What a Slurm tool said.</summary>
internal sealed record SlurmAnswer(int Code, string Output, string Error);

/// <summary>Runs Slurm's command line tools.</summary>
internal interface ISlurmTools
{
    /// <summary>Runs one tool to its end.</summary>
    /// <exception cref="SlurmSilentException">The controller cannot be reached, or did not answer in time.</exception>
    Task<SlurmAnswer> RunAsync(string tool, IReadOnlyList<string> arguments, string input, CancellationToken cancel);
}

/// <inheritdoc/>
internal sealed class SlurmTools : ISlurmTools
{
    // A client waits many seconds for a controller that is down; the site must not.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private static readonly string[] Silence = ["Unable to contact slurm controller", "Socket timed out", "Connection refused", "Zero Bytes were transmitted"];

    /// <inheritdoc/>
    public async Task<SlurmAnswer> RunAsync(string tool, IReadOnlyList<string> arguments, string input, CancellationToken cancel)
    {
        var answer = await RunAsync(Start(tool, arguments), input, cancel);
        return answer.Code != 0 && Silence.Any(s => answer.Error.Contains(s, StringComparison.OrdinalIgnoreCase))
            ? throw new SlurmSilentException($"Slurm does not answer: {answer.Error.Trim()}")
            : answer;
    }

    private static Process Start(string tool, IReadOnlyList<string> arguments)
    {
        try
        {
            var start = new ProcessStartInfo(tool, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            return Process.Start(start) ?? throw new InvalidOperationException($"{tool} could not be started.");
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{tool} could not be started ({e.Message}). Is Slurm installed on this machine?", e);
        }
    }

    private static async Task<SlurmAnswer> RunAsync(Process process, string input, CancellationToken cancel)
    {
        using var _ = process;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(Patience);
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(deadline.Token), process.StandardError.ReadToEndAsync(deadline.Token));
            await process.StandardInput.WriteAsync(input.AsMemory(), deadline.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(deadline.Token);
            return new SlurmAnswer(process.ExitCode, await output, await error);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            process.Kill();
            cancel.ThrowIfCancellationRequested();
            throw new SlurmSilentException($"Slurm does not answer within {Patience.TotalSeconds:0} seconds.", e);
        }
    }
}
