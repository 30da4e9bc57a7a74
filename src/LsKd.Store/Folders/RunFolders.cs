using System.Text.Json;
using LsKd.Core.Runs;
using LsKd.Core.Specs;

namespace LsKd.Store.Folders;

/// <summary>All run folders. Files appear by an atomic rename, so that a reader never sees half of one.</summary>
internal sealed class RunFolders(string root)
{
    /// <summary>The folder of a run.</summary>
    /// <exception cref="ArgumentException">The id could leave the folder.</exception>
    public RunFolder Of(string id) => RunId.IsValid(id)
        ? new RunFolder(Path.Combine(root, id))
        : throw new ArgumentException($"\"{id}\" is no run id.", nameof(id));

    /// <summary>Ids of all folders that hold a spec.</summary>
    public IEnumerable<string> Ids() => Directory.Exists(root)
        ? Directory.EnumerateDirectories(root).Select(d => Path.GetFileName(d)!)
            .Where(id => RunId.IsValid(id) && File.Exists(Of(id).SpecFile)).Order(StringComparer.Ordinal)
        : [];

    public RunSpec ReadSpec(string id) => SpecJson.Read(File.ReadAllText(Of(id).SpecFile));

    /// <summary>The record, or a bare one where the folder has none.</summary>
    public RunRecord ReadRecord(string id)
    {
        var folder = Of(id);
        return File.Exists(folder.RecordFile)
            ? JsonSerializer.Deserialize<RunRecord>(File.ReadAllText(folder.RecordFile), SpecJson.Options)!
            : new RunRecord { Id = id, Created = Directory.GetCreationTimeUtc(folder.Root) };
    }

    /// <summary>The result, or null while there is none (or none that can be read).</summary>
    public RunResult? ReadResult(string id)
    {
        try
        {
            var file = Of(id).ResultFile;
            return File.Exists(file) ? JsonSerializer.Deserialize<RunResult>(File.ReadAllText(file), SpecJson.Options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Makes a run's folder with its spec and record.</summary>
    public void Create(RunSpec spec, RunRecord record)
    {
        var folder = Of(record.Id);
        if (File.Exists(folder.SpecFile))
            throw new InvalidOperationException($"A run {record.Id} exists already.");
        Directory.CreateDirectory(folder.Root);
        WriteRecord(record);
        WholeFile.WriteText(folder.SpecFile, SpecJson.Write(spec));
    }

    public void WriteRecord(RunRecord record) =>
        WholeFile.WriteText(Of(record.Id).RecordFile, JsonSerializer.Serialize(record, SpecJson.Indented));

    /// <summary>Asks the worker to stop; <paramref name="kind"/> null takes the request back.</summary>
    public void WriteStopRequest(string id, string? kind)
    {
        var file = Of(id).StopRequest;
        if (kind is null)
        {
            if (File.Exists(file))
                File.Delete(file);
        }
        else
            WholeFile.WriteText(file, kind);
    }

    /// <summary>Bytes that the folder occupies.</summary>
    public long Size(string id)
    {
        var folder = new DirectoryInfo(Of(id).Root);
        return folder.Exists ? folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) : 0;
    }

    /// <summary>Deletes a folder; a crash midway leaves nothing that looks like a run.</summary>
    public void Delete(string id)
    {
        var folder = Of(id).Root;
        if (!Directory.Exists(folder))
            return;
        var doomed = Path.Combine(root, ".deleted." + id);
        Directory.Move(folder, doomed);
        Directory.Delete(doomed, recursive: true);
    }
}
