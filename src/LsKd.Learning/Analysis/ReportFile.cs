using System.Text.Json;
using LsKd.Core.Analysis;
using LsKd.Core.Runs;
using LsKd.Core.Specs;

namespace LsKd.Learning.Analysis;

/// <summary>Reports on disk.</summary>
public static class ReportFile
{
    /// <summary>Writes a report, whole or not at all.</summary>
    public static void Write(string path, AnalysisReport report) =>
        WholeFile.Write(path, stream => JsonSerializer.Serialize(stream, report, SpecJson.Options));

    /// <summary>Reads a report.</summary>
    /// <exception cref="JsonException">The file holds none.</exception>
    public static AnalysisReport Read(string path)
    {
        using var stream = File.OpenRead(path);
        return JsonSerializer.Deserialize<AnalysisReport>(stream, SpecJson.Options) ?? throw new JsonException($"'{path}' is empty");
    }
}
