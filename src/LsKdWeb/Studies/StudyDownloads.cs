using System.Text;
using LsKd.Core.Studies.Reports;

namespace LsKdWeb.Studies;

/// <summary>A study's report and document over HTTP.</summary>
internal static class StudyDownloads
{
    /// <summary>The formats of a report.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["html", "md", "csv"];

    /// <summary>A report in one of <see cref="Formats"/>.</summary>
    public static string Write(StudyReport report, string format) => format switch
    {
        "html" => HtmlReport.Write(report),
        "md" => MarkdownReport.Write(report),
        "csv" => CsvReport.Write(report),
        _ => throw new ArgumentException($"There is no report format '{format}' (known: {string.Join(", ", Formats)}).", nameof(format)),
    };

    /// <summary>Answers with a report as a file.</summary>
    public static async Task<IResult> ReportAsync(string id, string format, StudyReader studies, CancellationToken cancel)
    {
        if (studies.Find(id) is not { } study || !Formats.Contains(format))
            return Results.NotFound();
        return File(Write(await studies.ReadAsync(study, cancel), format), Type(format), $"{study.Id}.{format}");
    }

    /// <summary>Answers with the study's document as a file.</summary>
    public static IResult Document(string id, StudyReader studies) =>
        studies.Find(id) is { } study ? File(StudyFile.Write(study.Spec), "application/yaml", $"{study.Id}.yaml") : Results.NotFound();

    private static IResult File(string text, string type, string name) => Results.File(Encoding.UTF8.GetBytes(text), type, name);

    private static string Type(string format) => format switch { "html" => "text/html", "md" => "text/markdown", _ => "text/csv" };
}
