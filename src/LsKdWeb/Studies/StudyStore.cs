using System.Text.Json;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKdWeb.Hosting;

namespace LsKdWeb.Studies;

/// <summary>
/// The launched studies: one folder each below the home's <c>studies</c>, with <c>study.json</c>. Nothing is kept in memory, so that the
/// server and a command on the same home agree.
/// </summary>
internal sealed class StudyStore(HomeFolder home)
{
    private const string FileName = "study.json";

    /// <summary>All studies, newest first. A folder that cannot be read is left out.</summary>
    public IReadOnlyList<StudyRecord> All() =>
    [
        .. (Directory.Exists(home.Studies) ? Directory.EnumerateDirectories(home.Studies) : [])
            .Select(folder => Read(Path.Combine(folder, FileName))).OfType<StudyRecord>()
            .OrderByDescending(r => r.Created).ThenBy(r => r.Id, StringComparer.Ordinal),
    ];

    /// <summary>A study by id, or null.</summary>
    public StudyRecord? Find(string id) => RunId.IsValid(id) ? Read(PathOf(id)) : null;

    /// <summary>Writes a study by an atomic rename.</summary>
    public void Save(StudyRecord record)
    {
        var path = PathOf(record.Id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllText(temporary, JsonSerializer.Serialize(record, SpecJson.Indented));
        File.Move(temporary, path, overwrite: true);
    }

    private string PathOf(string id) => Path.Combine(home.Studies, id, FileName);

    private static StudyRecord? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<StudyRecord>(File.ReadAllText(path), SpecJson.Options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
