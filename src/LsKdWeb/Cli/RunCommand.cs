using System.CommandLine;
using System.Text.Json;
using LsKd.Core.Specs;

namespace LsKdWeb.Cli;

/// <summary><c>run</c>: what the run table offers, without a browser.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var run = new Command("run", "Start runs and look after them.");
        foreach (var verb in Verbs())
            run.Subcommands.Add(verb);
        return run;
    }

    private static IEnumerable<Command> Verbs() =>
    [
        RunStartCommand.Create(),
        RunImportCommand.Create(),
        RunListCommand.Create(),
        RunExportCommand.Create(),
        RunAnalyzeCommand.Create(),
        RunShowCommand.Create(),
        .. RunActionCommands.Create(),
        RunPriorityCommand.Create(),
        RunCloneCommand.Create(),
        RunDeleteCommand.Create(),
    ];

    /// <summary>Writes a value as the one JSON document, or else as text.</summary>
    public static void Write<T>(ParseResult parsed, bool json, T value, Func<T, string> text) =>
        parsed.InvocationConfiguration.Output.WriteLine(json ? JsonSerializer.Serialize(value, SpecJson.Options) : text(value));
}
