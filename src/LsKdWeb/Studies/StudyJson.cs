using System.Text.Json;
using System.Text.Json.Serialization;
using LsKd.Core.Analysis;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Verdicts;

namespace LsKdWeb.Studies;

/// <summary>What <c>study run --json</c> says of a run. Metrics are of the test split and the best weights by validation.</summary>
internal sealed record StudyRunJson
{
    [JsonPropertyName("id")] public string? Id { get; init; }
    [JsonPropertyName("role")] public string Role { get; init; } = "";
    [JsonPropertyName("cell"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Cell { get; init; }
    [JsonPropertyName("seed"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? Seed { get; init; }
    [JsonPropertyName("state"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? State { get; init; }
    [JsonPropertyName("smoothing")] public double Smoothing { get; init; }
    [JsonPropertyName("temperature")] public double Temperature { get; init; }
    [JsonPropertyName("teacher")] public string? Teacher { get; init; }
    [JsonPropertyName("test_top1")] public double? TestTop1 { get; init; }
    [JsonPropertyName("test_bleu"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public double? TestBleu { get; init; }
    [JsonPropertyName("ece_15")] public double? Ece { get; init; }
    [JsonPropertyName("mean_confidence")] public double? MeanConfidence { get; init; }
    [JsonPropertyName("final_train_loss")] public double? FinalTrainLoss { get; init; }
    [JsonPropertyName("stability")] public StabilityValues? Stability { get; init; }
    [JsonPropertyName("center_distance")] public CenterDistanceValues? CenterDistance { get; init; }

    /// <summary>A run's row; <paramref name="design"/> adds its place in the study's design.</summary>
    public static StudyRunJson Of(StudyEvidence evidence, RunEvidence run, bool design) => new()
    {
        Id = run.RunId,
        Role = run.Planned.Role,
        Cell = design ? run.Planned.Cell.ToString() : null,
        Seed = design ? run.Planned.Seed : null,
        State = design ? run.State?.ToString().ToLowerInvariant() ?? "planned" : null,
        Smoothing = run.Planned.Spec.Objective.Smoothing,
        Temperature = run.Planned.Spec.Objective.Temperature,
        Teacher = evidence.TeacherOf(run)?.RunId,
        TestTop1 = Measures.TestTop1(run),
        TestBleu = Measures.Bleu(run),
        Ece = Measures.Ece(run),
        MeanConfidence = Measures.Confidence(run),
        FinalTrainLoss = Measures.FinalTrainLoss(run),
        Stability = run.Report("test")?.Stability,
        CenterDistance = run.Report("test")?.CenterDistance,
    };
}

/// <summary>The documents that the study verb writes.</summary>
internal static class StudyJson
{
    /// <summary>The quick study: runs and nothing else.</summary>
    public static object Quick(StudyReport report, double seconds) => new
    {
        study = report.Study.Name,
        seconds = Math.Round(seconds, 1),
        runs = report.Evidence.Runs.Select(r => StudyRunJson.Of(report.Evidence, r, design: false)),
    };

    /// <summary>Any study: its runs, and the verdict with n, effect and interval at the end.</summary>
    public static object Full(StudyReport report, double seconds) => new
    {
        study = report.Study.Name,
        id = report.Id,
        seconds = Math.Round(seconds, 1),
        runs = report.Evidence.Runs.Select(r => StudyRunJson.Of(report.Evidence, r, design: true)),
        parts = report.Findings.Verdict.Parts.Select(Part),
        verdict = Format.Words(report.Findings.Verdict.Outcome),
        sentence = report.Findings.Verdict.Sentence,
        n = report.Findings.Verdict.N,
        effect = report.Findings.Verdict.Parts.FirstOrDefault()?.Mean,
        effect_size = report.Findings.Verdict.Parts.FirstOrDefault()?.EffectSize,
        interval = Ends(report.Findings.Verdict.Parts.FirstOrDefault()?.Interval),
        more_seeds = report.Findings.Verdict.Parts.Count == 0 ? null : report.Findings.Verdict.MoreSeeds,
    };

    /// <summary>Where a launched study stands.</summary>
    public static object Status(StudyReport report) => new
    {
        id = report.Id,
        study = report.Study.Name,
        title = report.Title,
        size = JsonNamingPolicy.KebabCaseLower.ConvertName(report.Evidence.Plan.Spec.Size.ToString()),
        seeds = report.Evidence.Seeds,
        runs = report.Evidence.Runs.Count,
        states = report.Evidence.Runs.GroupBy(r => r.State?.ToString().ToLowerInvariant() ?? "planned").ToDictionary(g => g.Key, g => g.Count()),
        verdict = Format.Words(report.Findings.Verdict.Outcome),
        sentence = report.Findings.Verdict.Sentence,
    };

    private static object Part(Judgement part) => new
    {
        name = part.Contrast.Name,
        unit = part.Contrast.Unit,
        seeds = part.Contrast.Seeds,
        values = part.Contrast.Values,
        n = part.N,
        mean = part.Mean,
        sd = part.Deviation,
        effect_size = part.EffectSize,
        interval = Ends(part.Interval),
        bootstrap = Ends(part.Bootstrap),
        sign_flip_p = part.SignFlipP,
        more_seeds = part.MoreSeeds,
        outcome = Format.Words(part.Outcome),
    };

    private static double[]? Ends(LsKd.Core.Studies.Statistics.Interval? interval) => interval is null ? null : [interval.Low, interval.High];
}
