using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Designs;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Verdicts;
using LsKdWeb.Jobs;
using LsKdWeb.Studies;

namespace LsKdWeb.Cli;

/// <summary><c>study run</c>: launches a study, waits for its runs and says what came out.</summary>
internal static class StudyRunCommand
{
    private static readonly Argument<string> Study = new("study") { Description = "A study's name (see: study list) or a YAML or JSON file." };
    private static readonly Option<StudySize?> Size = new("--size") { Description = "How much is trained: tiny, quick or full." };

    private static readonly Option<string?> Seeds = new("--seeds")
    {
        Description = "Seeds, such as 0,1,2 or 0-4. Runs of seeds that are there are kept.",
        HelpName = "SEEDS",
    };

    private static readonly Option<string?> Preset = new("--preset")
    {
        Description = "A ready-made document of the study, such as kanji-radical of long-tail (see: study list).",
        HelpName = "NAME",
    };

    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("run", "Launch a study, wait for its runs, and print what came out.");
        command.Arguments.Add(Study);
        foreach (var option in (Option[])[Size, Seeds, Preset, Json])
            command.Options.Add(option);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var error = parsed.InvocationConfiguration.Error;
        if (Document(parsed, error) is not { } spec)
            return ExitCodes.BadUsage;
        var home = parsed.OpenHome();
        await using var engine = await EngineClient.OpenAsync(home, error, cancel);
        var store = new StudyStore(home);
        var id = await new StudyLauncher(engine.Catalog, engine.Commands, [engine.Checks], store, TimeProvider.System).StartAsync(spec, cancel);
        var asked = store.Find(id)! with { Spec = spec with { Seeds = StudyDesigns.Seeds(spec) } };
        error.WriteLine($"Study {id}: {StudyDesigns.Expand(asked.Spec).Runs.Count} runs.");
        await engine.WaitAsync([.. StudyDesigns.Expand(asked.Spec).Runs.Select(r => asked.Runs[r.Key])], new StudyProgressLines(error).Write, cancel);
        var report = await new StudyReader(store, new EvidenceReader(engine.Catalog), TimeProvider.System).ReadAsync(asked, cancel);
        Write(parsed, report, clock.Elapsed.TotalSeconds);
        return Complete(report, error) ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static StudySpec? Document(ParseResult parsed, TextWriter error)
    {
        try
        {
            var spec = parsed.GetValue(Preset) is { } preset
                ? StudyPresets.Get(parsed.GetValue(Study)!, preset).Make(parsed.GetValue(Size) ?? StudySize.Quick)
                : Read(parsed.GetValue(Study)!);
            if (parsed.GetValue(Size) is { } size)
                spec = spec with { Size = size };
            if (parsed.GetValue(Seeds) is { } seeds)
                spec = spec with { Seeds = SeedList.Parse(seeds) };
            StudySpecCheck.Demand(spec);
            return spec;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            error.WriteLine($"study run: {e.Message}");
            return null;
        }
    }

    private static StudySpec Read(string nameOrFile)
    {
        if (StudyCatalog.Find(nameOrFile) is not null)
            return new StudySpec { Study = nameOrFile };
        if (!File.Exists(nameOrFile))
            throw new ArgumentException($"'{nameOrFile}' is neither a study (see: study list) nor a file.");
        return StudyFile.Read(File.ReadAllText(nameOrFile));
    }

    private static void Write(ParseResult parsed, StudyReport report, double seconds)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (!parsed.GetValue(Json))
        {
            output.WriteLine(MarkdownReport.Write(report));
            return;
        }
        var document = report.Study.Name == StudyNames.Quick ? StudyJson.Quick(report, seconds) : StudyJson.Full(report, seconds);
        output.WriteLine(JsonSerializer.Serialize(document, SpecJson.Indented));
    }

    private static bool Complete(StudyReport report, TextWriter error)
    {
        foreach (var run in report.Evidence.Runs.Where(r => !r.Done))
            error.WriteLine($"Run {run.RunId} ({run.Planned.Spec.Name}) did not succeed: {run.State} {run.Result?.Reason}");
        error.WriteLine($"{Format.Words(report.Findings.Verdict.Outcome)}: {report.Findings.Verdict.Sentence}");
        return report.Evidence.Runs.All(r => r.State == RunState.Succeeded);
    }
}
