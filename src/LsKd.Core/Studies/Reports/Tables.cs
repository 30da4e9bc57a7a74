using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Reports;

/// <summary>A column of a table of conditions.</summary>
public sealed record Column(string Title, string Unit, Func<RunEvidence, double?> Measure);

/// <summary>The tables that studies share.</summary>
public static class Tables
{
    /// <summary>Mean ± standard deviation (n) of several measures, one row a condition.</summary>
    public static StudyTable Conditions(string title, IReadOnlyList<Condition> conditions, IReadOnlyList<Column> columns, string note = "") =>
        new(
            title,
            ["Condition", "Runs", .. columns.Select(c => c.Unit == Format.Points ? $"{c.Title}, %" : c.Title)],
            [.. conditions.Select(c => (IReadOnlyList<string>)
                [c.Label, $"{c.Runs.Count(r => r.Done)} of {c.Runs.Count}", .. columns.Select(m => Format.Spread(c.Of(m.Measure), m.Unit))])],
            note);

    /// <summary>Usual columns of an image classifier.</summary>
    public static IReadOnlyList<Column> Usual { get; } =
    [
        new("test top-1", Format.Points, Measures.TestTop1),
        new("ECE", "", Measures.Ece),
        new("mean confidence", "", Measures.Confidence),
        new("final training loss", "", Measures.FinalTrainLoss),
        new("1 - S", "", Measures.Instability),
        new("D_c / radius", "", Measures.PairDistance),
    ];

    /// <summary>Usual columns of a translation model.</summary>
    public static IReadOnlyList<Column> UsualOfTranslation { get; } =
    [
        new("BLEU (test)", "", Measures.Bleu),
        new("chrF", "", r => r.Metric("test/chrf")),
        new("NLL", "", Measures.Nll),
        new("perplexity", "", r => r.Metric("test/perplexity")),
        new("token accuracy", Format.Points, Measures.TestTop1),
        new("ECE", "", Measures.Ece),
        new("final training loss", "", Measures.FinalTrainLoss),
    ];

    /// <summary>Usual columns of a study's task.</summary>
    public static IReadOnlyList<Column> UsualOf(Plans.StudyPlan plan) => plan.Translates ? UsualOfTranslation : Usual;

    /// <summary>The papers' printed values.</summary>
    public static StudyTable Papers(Catalog.StudyDescriptor study) => new(
        "The papers' own values", ["Paper", "Setting", "Quantity", "Without smoothing", "With smoothing"],
        [.. study.Figures.Select(f => (IReadOnlyList<string>)[f.Paper, f.Setting, f.Quantity, f.Without, f.With])],
        "As printed in the papers, on their data and networks; not comparable in size with ours.");

    /// <summary>The verdict's parts.</summary>
    public static StudyTable Verdict(Verdict verdict) => new(
        "Verdict",
        ["Quantity", "n", "Mean", "95% t interval", "95% bootstrap", "Effect size d", "Sign-flip p", "Outcome"],
        [.. verdict.Parts.Select(p => (IReadOnlyList<string>)
        [
            p.Contrast.Name,
            p.N.ToString(System.Globalization.CultureInfo.InvariantCulture),
            p.Mean is { } m ? Format.Number(m, p.Contrast.Unit, p.Interval) : "-",
            p.Interval is { } i ? Format.Range(i, p.Contrast.Unit) : "-",
            p.Bootstrap is { } b ? Format.Range(b, p.Contrast.Unit) : "-",
            Format.Plain(p.EffectSize, ""),
            Format.Plain(p.SignFlipP, ""),
            Format.Words(p.Outcome),
        ])],
        "Differences are paired by seed. The outcome rests on the t interval; the bootstrap is too narrow at few seeds and stands beside it.");
}
