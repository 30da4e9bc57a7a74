using System.CommandLine;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Learning.Analysis;

namespace LsKdWeb.Cli;

/// <summary><c>run analyze</c>: the analysis of any checkpoint of a run, on demand.</summary>
internal static class RunAnalyzeCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "The run's id." };

    private static readonly Option<string> Checkpoint = new("--checkpoint")
    {
        Description = "'best' (renews the final analysis), 'last' or 'epoch-N' (stored under their epoch).",
        DefaultValueFactory = _ => "best",
        HelpName = "NAME",
    };

    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new TorchCommand("analyze", "Analyse a checkpoint of a run on all splits.") { Id, Checkpoint, Json };
        command.SetAction(Analyze);
        return command;
    }

    private static int Analyze(ParseResult parsed)
    {
        var home = parsed.OpenHome();
        var (id, checkpoint) = (parsed.GetRequiredValue(Id), parsed.GetRequiredValue(Checkpoint));
        if (!RunId.IsValid(id) || !File.Exists(home.Run(id).SpecFile))
            throw new KeyNotFoundException($"There is no run {id}.");
        var files = new List<string>();
        var epoch = CheckpointAnalysis.Run(home.Run(id), checkpoint, home.Data, happened => Note(parsed, happened, files));
        RunCommand.Write(parsed, parsed.GetValue(Json), new Result(id, checkpoint, epoch, files), r => string.Join(Environment.NewLine, r.Files));
        return ExitCodes.Success;
    }

    private static void Note(ParseResult parsed, RunEvent happened, List<string> files)
    {
        if (happened is ArtifactWritten written)
            files.Add(written.Path);
        else if (happened is LogWritten log)
            parsed.InvocationConfiguration.Error.WriteLine($"{log.Level}: {log.Message}");
    }

    /// <param name="Run">The run.</param>
    /// <param name="Checkpoint">The checkpoint.</param>
    /// <param name="Epoch">Epoch that the files are stored under; null for the final analysis.</param>
    /// <param name="Files">Paths within the run's folder.</param>
    private sealed record Result(string Run, string Checkpoint, int? Epoch, IReadOnlyList<string> Files);
}
