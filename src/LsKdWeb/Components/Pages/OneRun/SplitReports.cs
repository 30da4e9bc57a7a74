using System.Text.Json;
using LsKd.Core.Analysis;
using LsKd.Core.Runs;
using LsKd.Learning.Analysis;

namespace LsKdWeb.Components.Pages.OneRun;

/// <summary>The analysis reports in a run's folder.</summary>
internal static class SplitReports
{
    /// <summary>Splits that have a final report, the one that is reported first.</summary>
    public static IReadOnlyList<string> Of(RunFolder folder) =>
        [.. new[] { Split.Test, Split.Validation, Split.Train }.Select(s => s.Key()).Where(s => File.Exists(folder.Report(s)))];

    /// <summary>Reads one away from the page's thread.</summary>
    /// <exception cref="InvalidDataException">The file is no report; the message names it.</exception>
    public static Task<AnalysisReport> ReadAsync(RunFolder folder, string split) => Task.Run(() =>
    {
        var path = folder.Report(split);
        try
        {
            return ReportFile.Read(path);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' is not a report of the analysis: {e.Message}", e);
        }
    });
}
