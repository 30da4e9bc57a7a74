using System.Globalization;
using System.Text;
using System.Text.Json;
using LsKd.Core.Specs;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Reports;

/// <summary>A report as one HTML file that needs nothing else.</summary>
public static class HtmlReport
{
    private const string Style =
        "body{font:15px/1.5 system-ui,sans-serif;color:#1c1c1c;max-width:1100px;margin:2rem auto;padding:0 1rem}" +
        "h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:13px}" +
        "th,td{border-bottom:1px solid #ddd;padding:.3rem .7rem;text-align:left}.note{color:#555;font-size:13px}" +
        ".verdict{border:1px solid #bbb;border-left:6px solid #444;padding:.6rem 1rem}.supported{border-left-color:#0a7d4f}" +
        ".notsupported{border-left-color:#b3261e}.figures{display:flex;flex-wrap:wrap;gap:1rem}figure{margin:0}svg{max-width:100%;height:auto}" +
        "pre{background:#f5f5f5;padding:.8rem;overflow:auto;font-size:12px}.scroll{overflow-x:auto}";

    /// <summary>Writes the report.</summary>
    public static string Write(StudyReport report)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
            .Append($"<title>{E(report.Title)}</title><style>{Style}</style></head><body>")
            .Append($"<h1>{E(report.Title)}</h1><p>{E(report.Study.Claim)}</p>");
        Sources(html, report);
        html.Append($"<div class=\"verdict {report.Findings.Verdict.Outcome.ToString().ToLowerInvariant()}\"><strong>")
            .Append($"{E(Format.Words(report.Findings.Verdict.Outcome))}</strong>: {E(report.Findings.Verdict.Sentence)}</div>")
            .Append($"<p class=\"note\">{E(report.Progress)}; report of {report.Made.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC; study {E(report.Id)}.</p>");
        List(html, "What differs from the paper", report.Differences);
        List(html, "What must be said", report.Findings.Remarks);
        html.Append("<h2>Figures</h2><div class=\"figures\">");
        foreach (var figure in report.Findings.Figures)
            html.Append($"<figure>{SvgFigure.Draw(figure)}<figcaption class=\"note\">{E(figure.Caption)}</figcaption></figure>");
        html.Append("</div>");
        foreach (var table in report.AllTables())
            Table(html, table);
        Runs(html, report);
        List(html, "Versions", report.Versions());
        html.Append($"<h2>The study as a file</h2><pre>{E(report.Document)}</pre></body></html>");
        return html.ToString();
    }

    private static void Sources(StringBuilder html, StudyReport report) =>
        List(html, "The claim", [
            .. report.Study.Sources.Select(s => $"{s.Paper}: {s.Where}"),
            $"Would support it: {report.Study.Supports}", $"Would refute it: {report.Study.Refutes}",
        ]);

    private static void List(StringBuilder html, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
            html.Append($"<h2>{E(title)}</h2><ul>{string.Concat(lines.Select(l => $"<li>{E(l)}</li>"))}</ul>");
    }

    private static void Table(StringBuilder html, StudyTable table)
    {
        html.Append($"<h2>{E(table.Title)}</h2><div class=\"scroll\"><table><thead><tr>{Cells("th", table.Columns)}</tr></thead><tbody>");
        foreach (var row in table.Rows)
            html.Append($"<tr>{Cells("td", row)}</tr>");
        html.Append($"</tbody></table></div><p class=\"note\">{E(table.Note)}</p>");
    }

    private static void Runs(StringBuilder html, StudyReport report)
    {
        html.Append("<h2>Runs</h2>");
        foreach (var run in report.Evidence.Runs)
            html.Append($"<details><summary>{E(run.RunId ?? "not created")}: {E(run.Planned.Spec.Name)} ({run.State?.ToString().ToLowerInvariant() ?? "planned"})")
                .Append($"</summary><pre>{E(JsonSerializer.Serialize(run.Planned.Spec, SpecJson.Indented))}</pre></details>");
    }

    private static string Cells(string tag, IReadOnlyList<string> cells) => string.Concat(cells.Select(c => $"<{tag}>{E(c)}</{tag}>"));

    private static string E(string text) => SvgCanvas.Escape(text);
}
