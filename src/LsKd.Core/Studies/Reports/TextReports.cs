using System.Globalization;
using System.Text;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Reports;

/// <summary>A report as Markdown: the words and tables, without figures.</summary>
public static class MarkdownReport
{
    /// <summary>Writes the report.</summary>
    public static string Write(StudyReport report)
    {
        var text = new StringBuilder();
        text.AppendLine($"# {report.Title}").AppendLine().AppendLine(report.Study.Claim).AppendLine();
        text.AppendLine($"**{Format.Words(report.Findings.Verdict.Outcome)}**: {report.Findings.Verdict.Sentence}").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{report.Progress}; report of {report.Made:yyyy-MM-dd HH:mm} UTC; study `{report.Id}`.").AppendLine();
        List(text, "Sources", [.. report.Study.Sources.Select(s => $"{s.Paper}: {s.Where}")]);
        List(text, "What differs from the paper", report.Differences);
        List(text, "What must be said", report.Findings.Remarks);
        foreach (var table in report.AllTables())
            Table(text, table);
        List(text, "Versions", report.Versions());
        text.AppendLine("## The study as a file").AppendLine().AppendLine("```yaml").AppendLine(report.Document.TrimEnd()).AppendLine("```");
        return text.ToString();
    }

    /// <summary>A table in Markdown.</summary>
    public static void Table(StringBuilder text, StudyTable table)
    {
        text.AppendLine($"## {table.Title}").AppendLine();
        text.AppendLine(Row(table.Columns)).AppendLine(Row([.. table.Columns.Select(_ => "---")]));
        foreach (var row in table.Rows)
            text.AppendLine(Row(row));
        text.AppendLine();
        if (table.Note.Length > 0)
            text.AppendLine(table.Note).AppendLine();
    }

    private static void List(StringBuilder text, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;
        text.AppendLine($"## {title}").AppendLine();
        foreach (var line in lines)
            text.AppendLine($"- {line}");
        text.AppendLine();
    }

    private static string Row(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal)))} |";
}

/// <summary>A report as CSV: one row a run, full precision; of a study that trains none, its tables.</summary>
public static class CsvReport
{
    private static readonly (string Name, Func<RunEvidence, double?> Measure)[] Columns =
    [
        ("test_top1", Measures.TestTop1), ("ece_15", Measures.Ece), ("ece_15_at_temperature", Measures.EceScaled),
        ("temperature_fitted", Measures.FittedTemperature), ("mean_confidence", Measures.Confidence),
        ("final_train_loss", Measures.FinalTrainLoss), ("one_minus_stability", Measures.Instability),
        ("one_minus_stability_train", Measures.TrainInstability), ("center_distance_over_radius", Measures.PairDistance),
        ("mean_intra_class_radius", Measures.Radius), ("target_probability", Measures.TargetProbability), ("nc1_train", Measures.Nc1),
        ("bleu", Measures.Bleu),
    ];

    /// <summary>Writes the runs.</summary>
    public static string Write(StudyReport report)
    {
        var text = new StringBuilder();
        if (report.Evidence.Plan.Runs.Count == 0)
            return Computed(text, report.Findings.Tables).ToString();
        text.AppendLine($"study,run,role,condition,seed,smoothing,temperature,teacher,state,{string.Join(',', Columns.Select(c => c.Name))}");
        foreach (var run in report.Evidence.Runs)
            text.AppendLine(string.Join(',', Identity(report, run).Select(Quote).Concat(Columns.Select(c => Number(c.Measure(run))))));
        return text.ToString();
    }

    // Tables of different columns are kept apart by an empty line.
    private static StringBuilder Computed(StringBuilder text, IReadOnlyList<StudyTable> tables)
    {
        foreach (var table in tables)
        {
            if (text.Length > 0)
                text.AppendLine();
            foreach (var row in (IEnumerable<IReadOnlyList<string>>)[table.Columns, .. table.Rows])
                text.AppendLine(string.Join(',', row.Select(Quote)));
        }
        return text;
    }

    private static string[] Identity(StudyReport report, RunEvidence run) =>
    [
        report.Id, run.RunId ?? "", run.Planned.Role, run.Planned.Cell.ToString(), Number(run.Planned.Seed),
        Number(run.Planned.Spec.Objective.Smoothing), Number(run.Planned.Spec.Objective.Temperature),
        report.Evidence.TeacherOf(run)?.RunId ?? "", run.State?.ToString().ToLowerInvariant() ?? "planned",
    ];

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
