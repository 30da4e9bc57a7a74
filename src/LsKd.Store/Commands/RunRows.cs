using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Database;
using LsKd.Store.Database.Rows;

namespace LsKd.Store.Commands;

/// <summary>Makes rows of what a run's folder says.</summary>
internal static class RunRows
{
    /// <summary>A run's row, not yet added.</summary>
    public static RunRow Row(RunSpec spec, RunRecord record) => new()
    {
        Id = record.Id,
        Name = record.Name.Length > 0 ? record.Name : RunNames.Of(spec),
        Task = spec.Task,
        Created = record.Created,
        StateSince = record.Created,
        Dataset = spec.Data.Dataset,
        Model = spec.Model.Name,
        Objective = spec.Objective.Name,
        Smoothing = spec.Objective.Smoothing,
        Temperature = spec.Objective.Temperature,
        Seed = spec.Training.Seed,
        TeacherId = spec.Teacher?.Run,
        StudyId = record.Study,
        Role = record.Role,
        Cell = record.Cell,
        Priority = record.Priority,
        Archived = record.Archived,
        Notes = record.Notes ?? spec.Notes,
        SpecJson = SpecJson.Write(spec),
        SpecHash = SpecJson.Hash(spec),
        Gpus = spec.Resources.Gpus,
        Epochs = spec.Training.Epochs,
    };

    /// <summary>Rows that hang on the run; its key must be known.</summary>
    public static void AddParts(LsKdContext context, RunRow row, RunSpec spec, RunRecord record)
    {
        var tags = Tags(spec, record);
        context.RunTags.AddRange(tags.Select(t => new RunTagRow { RunKey = row.Key, Tag = t }));
        context.Dependencies.AddRange(record.DependsOn.Select(d => new DependencyRow { RunKey = row.Key, DependsOn = d }));
        row.SearchText = SearchText(row, tags);
    }

    /// <summary>Adds the rows of attempts.</summary>
    public static AttemptRow Attempt(int runKey, RunAttempt attempt) => new()
    {
        RunKey = runKey,
        Number = attempt.Number,
        Launcher = attempt.Launcher,
        Handle = attempt.Handle,
        Device = attempt.Device,
        Started = attempt.Started,
        Ended = attempt.Ended,
        Outcome = attempt.Outcome,
        Reason = attempt.Reason,
        LogTail = attempt.LogTail,
    };

    /// <summary>Says of a run's progress that no worker makes any.</summary>
    public static void Rest(RunRow row, RunState state) =>
        (row.Phase, row.SamplesPerSecond, row.SecondsLeft) = (state is RunState.Succeeded ? "finished" : "stopped", 0, null);

    /// <summary>Tags in force: a user's, else the spec's; trimmed, each once.</summary>
    public static IReadOnlyList<string> Tags(RunSpec spec, RunRecord record) => Clean(record.Tags ?? spec.Tags);

    public static IReadOnlyList<string> Clean(IEnumerable<string> tags) =>
        [.. tags.Select(t => t.Trim()).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>Everything that a search looks at.</summary>
    public static string SearchText(RunRow row, IEnumerable<string> tags) => string.Join('\n',
        [row.Id, row.Name, row.Notes, row.Dataset, row.Model, row.Objective, row.StudyId, row.Role, .. tags]).ToLowerInvariant();
}
