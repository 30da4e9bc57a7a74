using System.Diagnostics;
using System.Text.Json;
using LsKd.Core.Specs;
using LsKd.Learning.Translation.Decoding;
using LsKd.Learning.Training;
using LsKdWeb.Hosting;
using LsKdWeb.Jobs.Launching;

namespace LsKdWeb.Translations;

/// <summary>Translates with stored runs, each time in a process of its own: the site itself never loads torch.</summary>
public interface IRunTranslations
{
    /// <summary>Translates sentences with a run's model.</summary>
    /// <exception cref="TranslationFailedException">The process failed; the message is its last line.</exception>
    Task<IReadOnlyList<TranslatedSentence>> TranslateAsync(string run, IReadOnlyList<string> sentences, CancellationToken cancel = default);
}

/// <summary>A translation process that failed.</summary>
public sealed class TranslationFailedException(string message) : Exception(message);

/// <inheritdoc cref="IRunTranslations"/>
public sealed class RunTranslations(HomeFolder home) : IRunTranslations
{
    // One at a time: a training that runs beside should not lose every core to a curious click.
    private readonly SemaphoreSlim turn = new(1);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TranslatedSentence>> TranslateAsync(
        string run, IReadOnlyList<string> sentences, CancellationToken cancel = default)
    {
        await turn.WaitAsync(cancel);
        try
        {
            return await RunAsync(run, sentences, cancel);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<IReadOnlyList<TranslatedSentence>> RunAsync(string run, IReadOnlyList<string> sentences, CancellationToken cancel)
    {
        using var process = Process.Start(StartInfo(run))!;
        await using var stop = cancel.Register(() => process.Kill(entireProcessTree: true));
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.StandardInput.WriteAsync(string.Join('\n', sentences.Select(s => s.ReplaceLineEndings(" "))));
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancel);
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<TranslatedSentence[]>(await output, SpecJson.Options)!
            : throw new TranslationFailedException((await errors).Trim().Split('\n')[^1]);
    }

    private ProcessStartInfo StartInfo(string run)
    {
        var program = WorkerCommand.Self();
        var start = new ProcessStartInfo(program.File)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var argument in (string[])[.. program.Arguments, "translate", run, "--json", "--home", home.Root])
            start.ArgumentList.Add(argument);
        WorkerEnvironment.SetFor(start);
        return start;
    }
}
