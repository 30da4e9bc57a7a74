using System.CommandLine;
using LsKdWeb.Jobs;
using LsKdWeb.Studies;

namespace LsKdWeb.Cli;

/// <summary><c>study report</c>: a launched study as one file.</summary>
internal static class StudyReportCommand
{
    private static readonly Argument<string> Study = new("study") { Description = "Id of a launched study, or a study's name for the newest of that name." };
    private static readonly Option<string> Format = new("--format") { Description = "html, md or csv.", DefaultValueFactory = _ => "md" };
    private static readonly Option<FileInfo?> Output = new("--output", "-o") { Description = "File to write; standard output where left out." };

    public static Command Create()
    {
        var command = new Command("report", "Write a study's report: figures and tables, specs and versions.");
        command.Arguments.Add(Study);
        command.Options.Add(Format);
        command.Options.Add(Output);
        Format.AcceptOnlyFromAmong([.. StudyDownloads.Formats]);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var home = parsed.OpenHome();
        await using var engine = await EngineClient.OpenAsync(home, TextWriter.Null, cancel);
        var reader = new StudyReader(new StudyStore(home), new EvidenceReader(engine.Catalog), TimeProvider.System);
        var asked = parsed.GetValue(Study)!;
        var study = reader.Find(asked) ?? throw new KeyNotFoundException($"No launched study has the id or name '{asked}'.");
        var text = StudyDownloads.Write(await reader.ReadAsync(study, cancel), parsed.GetValue(Format)!);
        if (parsed.GetValue(Output) is { } file)
            await File.WriteAllTextAsync(file.FullName, text, cancel);
        else
            parsed.InvocationConfiguration.Output.Write(text);
        return ExitCodes.Success;
    }
}
