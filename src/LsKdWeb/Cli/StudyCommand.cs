using System.CommandLine;

namespace LsKdWeb.Cli;

/// <summary><c>study</c>: the claims, run and judged.</summary>
internal static class StudyCommand
{
    /// <summary>Builds the verb with its sub-verbs.</summary>
    public static Command Create()
    {
        var command = new Command("study", "Claims about label smoothing and distillation, run and judged.");
        command.Subcommands.Add(StudyListCommand.Create());
        command.Subcommands.Add(StudyRunCommand.Create());
        command.Subcommands.Add(StudyStatusCommand.Create());
        command.Subcommands.Add(StudyReportCommand.Create());
        return command;
    }
}
