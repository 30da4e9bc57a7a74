using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;

namespace LsKdWeb.Specs;

/// <summary>Whether the files that a spec names are there.</summary>
internal static class SpecFiles
{
    /// <summary>What is wrong with the weights to start from.</summary>
    public static IEnumerable<SpecProblem> Weights(ModelSpec model)
    {
        if (model.Weights is not { Length: > 0 } path)
            yield break;
        if (!Path.IsPathFullyQualified(path))
            yield return new("model.weights", $"\"{path}\" is not a whole path. Workers run elsewhere: name the file from the root of the file system.");
        else if (!File.Exists(path))
            yield return new("model.weights", $"There is no file {path}.");
    }

    /// <summary>What is wrong with a teacher's checkpoint. One that still waits or trains has its files later.</summary>
    public static IEnumerable<SpecProblem> Teacher(TeacherSpec teacher, RunDetails run)
    {
        if (run.Summary.State is not RunState.Succeeded || File.Exists(run.Folder.Checkpoint(teacher.Checkpoint)))
            yield break;
        var kept = run.Checkpoints.Select(c => c.Name).Where(name => File.Exists(run.Folder.Checkpoint(name))).Order(StringComparer.Ordinal).ToList();
        yield return new("teacher.checkpoint", $"Run {teacher.Run} has no checkpoint \"{teacher.Checkpoint}\". {(kept.Count == 0 ? "It has none any more." : $"It has: {string.Join(", ", kept)}.")}");
    }
}
