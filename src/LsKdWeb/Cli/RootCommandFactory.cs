using System.CommandLine;

namespace LsKdWeb.Cli;

/// <summary>The command line: one file per verb, gathered here.</summary>
internal static class RootCommandFactory
{
    /// <summary>Builds the whole command line.</summary>
    public static RootCommand Create()
    {
        var root = ServeCommand.Equip(new RootCommand("What label smoothing does to a network and to its students."));
        root.Options.Add(CommonOptions.Home);
        foreach (var command in Verbs())
            root.Subcommands.Add(command);
        return root;
    }

    private static IEnumerable<Command> Verbs() =>
    [
        ServeCommand.Create(),
        RunCommand.Create(),
        StudyCommand.Create(),
        StoreCommand.Create(),
        WorkerCommand.Create(),
        ModelsCommand.Create(),
        PackCommand.Create(),
        DataCommand.Create(),
        ScoreCommand.Create(),
        TranslateCommand.Create(),
        AnalyzeCommand.Create(),
        DoctorCommand.Create(),
    ];
}
