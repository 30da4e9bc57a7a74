using System.Collections.Concurrent;
using System.Text.Json;
using LsKd.Core.Analysis;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Core.Studies.Designs;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Store.Contracts;

namespace LsKdWeb.Studies;

/// <summary>Collects what is stored of a study's runs. What a finished run stored never changes and is read once.</summary>
internal sealed class EvidenceReader(IRunCatalog catalog)
{
    private const int CurvePoints = 200;
    private static readonly string[] Tags = ["train/loss", "train/kd_ce", "train/kd_kl", "validation/top1", "validation/nll", "validation/bleu"];
    private readonly ConcurrentDictionary<(string Run, EvidenceParts Parts), RunEvidence> finished = new();

    /// <summary>The evidence of a study so far.</summary>
    public async Task<StudyEvidence> ReadAsync(StudyRecord study, CancellationToken cancel = default)
    {
        var plan = StudyDesigns.Expand(study.Spec);
        var needs = StudyDesigns.Needs(study.Spec.Study);
        List<RunEvidence> runs = [];
        foreach (var planned in plan.Runs)
            runs.Add(await ReadAsync(planned, study.Runs.GetValueOrDefault(planned.Key), needs, cancel));
        return new(plan, runs);
    }

    private async Task<RunEvidence> ReadAsync(PlannedRun planned, string? id, EvidenceParts needs, CancellationToken cancel)
    {
        if (id is null)
            return new RunEvidence { Planned = planned };
        if (finished.TryGetValue((id, needs), out var known))
            return known with { Planned = planned };
        if (await catalog.DetailsAsync(id, cancel) is not { } details)
            return new RunEvidence { Planned = planned };
        var evidence = await ReadAsync(planned, details, needs, cancel);
        if (evidence.Done)
            finished[(id, needs)] = evidence;
        return evidence;
    }

    private async Task<RunEvidence> ReadAsync(PlannedRun planned, RunDetails details, EvidenceParts needs, CancellationToken cancel) => new()
    {
        Planned = planned,
        RunId = details.Summary.Id,
        State = details.Summary.State,
        Result = details.Result,
        Environment = details.Environment,
        Reports = Reports(details.Folder),
        OverTraining = needs.HasFlag(EvidenceParts.OverTraining) ? OverTraining(details.Folder) : new Dictionary<string, IReadOnlyList<AnalysisReport>>(),
        Curves = needs.HasFlag(EvidenceParts.Curves) ? await CurvesAsync(details.Summary.Id, cancel) : new Dictionary<string, Curve>(),
        Clouds = needs.HasFlag(EvidenceParts.Clouds) ? CloudReader.All(details.Folder) : new Dictionary<string, IReadOnlyList<PlaneCloud>>(),
        ClassCentres = needs.HasFlag(EvidenceParts.Centres) ? CloudReader.Centres(details.Folder, Split.Test.Key()) : null,
    };

    private async Task<IReadOnlyDictionary<string, Curve>> CurvesAsync(string id, CancellationToken cancel) =>
        (await catalog.SeriesAsync(id, Tags, CurvePoints, cancel: cancel)).ToDictionary(s => s.Tag, s => new Curve(s.Epochs, s.Values));

    private static Dictionary<string, AnalysisReport> Reports(RunFolder folder) =>
        Enum.GetValues<Split>().Select(s => (Key: s.Key(), Report: Report(folder.Report(s.Key()))))
            .Where(r => r.Report is not null).ToDictionary(r => r.Key, r => r.Report!);

    private static Dictionary<string, IReadOnlyList<AnalysisReport>> OverTraining(RunFolder folder) =>
        Enum.GetValues<Split>().ToDictionary(s => s.Key(), s => (IReadOnlyList<AnalysisReport>)
        [
            .. (Directory.Exists(folder.Analysis) ? Directory.EnumerateFiles(folder.Analysis, $"{s.Key()}.epoch-*.json") : [])
                .Select(Report).OfType<AnalysisReport>().OrderBy(r => r.Epoch),
        ]);

    private static AnalysisReport? Report(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<AnalysisReport>(File.ReadAllText(path), SpecJson.Options) : null;
}
