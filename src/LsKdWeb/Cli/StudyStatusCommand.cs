using System.CommandLine;
using System.Text.Json;
using LsKd.Core.Specs;
using LsKd.Core.Studies.Reports;
using LsKdWeb.Jobs;
using LsKdWeb.Studies;

namespace LsKdWeb.Cli;

/// <summary><c>study status</c>: where the launched studies stand.</summary>
internal static class StudyStatusCommand
{
    private static readonly Argument<string?> Study = new("study")
    {
        Description = "Id or name of a launched study; all where left out.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("status", "Where the launched studies stand.");
        command.Arguments.Add(Study);
        command.Options.Add(Json);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var home = parsed.OpenHome();
        await using var engine = await EngineClient.OpenAsync(home, TextWriter.Null, cancel);
        var reader = new StudyReader(new StudyStore(home), new EvidenceReader(engine.Catalog), TimeProvider.System);
        var asked = parsed.GetValue(Study);
        var studies = reader.Launched().Where(s => asked is null || s.Id == asked || s.Spec.Study == asked).ToArray();
        if (asked is not null && studies.Length == 0)
            throw new KeyNotFoundException($"No launched study has the id or name '{asked}'.");
        List<StudyReport> reports = [];
        foreach (var study in studies)
            reports.Add(await reader.ReadAsync(study, cancel));
        Write(parsed, reports);
        return ExitCodes.Success;
    }

    private static void Write(ParseResult parsed, List<StudyReport> reports)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Json))
            output.WriteLine(JsonSerializer.Serialize(reports.Select(StudyJson.Status), SpecJson.Indented));
        else
            foreach (var report in reports)
                output.WriteLine($"{report.Id}: {report.Progress}. {report.Findings.Verdict.Sentence}");
    }
}
