using System.Text.Json;
using System.Text.RegularExpressions;
using LsKd.Core.Catalogs;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Data;
using LsKd.Learning.Translation.Data;
using LsKd.Store.Contracts;
using LsKdWeb.Hosting;

namespace LsKdWeb.Specs;

/// <summary>A spec was refused.</summary>
public sealed class SpecRefusedException(IReadOnlyList<SpecProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems.Select(p => $"{p.Field}: {p.Message}")))
{
    /// <summary>Everything that is wrong with it.</summary>
    public IReadOnlyList<SpecProblem> Problems { get; } = problems;
}

/// <summary>Checks a spec before a run is made of it: by itself, and against the teacher it names. For form, command line and API alike.</summary>
public sealed partial class SpecChecks(IRunCatalog catalog, HomeFolder home) : ISpecChecker
{
    private static readonly RunSpecValidator Validator = new();

    /// <summary>Everything that is wrong; empty when the spec can run.</summary>
    public async Task<IReadOnlyList<SpecProblem>> CheckAsync(RunSpec spec, CancellationToken cancel = default)
    {
        var problems = (await Validator.ValidateAsync(spec, cancel)).Errors
            .Select(e => new SpecProblem(FieldPath(e.PropertyName), e.ErrorMessage)).ToList();
        if (spec.Teacher is { Run.Length: > 0 } teacher && RunId.IsValid(teacher.Run))
            problems.AddRange(await TeacherAsync(spec, teacher, cancel));
        problems.AddRange(SpecFiles.Weights(spec.Model));
        if (problems.Count == 0 && spec.Task != RunTask.Imported)
            problems.AddRange(await Task.Run(() => Data(spec), cancel));
        return problems;
    }

    /// <summary>Checks and throws.</summary>
    /// <exception cref="SpecRefusedException">Something is wrong with it.</exception>
    public async Task RequireAsync(RunSpec spec, CancellationToken cancel = default)
    {
        if (await CheckAsync(spec, cancel) is { Count: > 0 } problems)
            throw new SpecRefusedException(problems);
    }

    private async Task<IEnumerable<SpecProblem>> TeacherAsync(RunSpec spec, TeacherSpec teacher, CancellationToken cancel)
    {
        var details = await catalog.DetailsAsync(teacher.Run, cancel);
        if (details is null)
            return [new("teacher.run", $"There is no run {teacher.Run}.")];
        return State(details).Concat(TeacherFit.Check(spec, details.Spec)).Concat(SpecFiles.Teacher(teacher, details));
    }

    // Opens the set as a run would: what is missing on disk is told before the run waits in the queue.
    private IEnumerable<SpecProblem> Data(RunSpec spec)
    {
        try
        {
            if (spec.Task == RunTask.Translation)
                ParallelCorpora.Demand(spec.Data, home.Data);
            else
                DatasetPreview.Of(spec.Data, home.Data);
            return [];
        }
        catch (Exception e) when (e is DatasetException or FileNotFoundException)
        {
            var named = NamedField().Match(e.Message);
            return [new(named.Success ? named.Value : "data", e.Message)];
        }
    }

    [GeneratedRegex(@"^data\.\w+")]
    private static partial Regex NamedField();

    // A teacher that still waits or trains is welcome: the student waits for it.
    private static IEnumerable<SpecProblem> State(RunDetails teacher)
    {
        var run = teacher.Summary;
        if (run.State is RunState.Failed or RunState.Cancelled)
            yield return new("teacher.run", $"Run {run.Id} cannot teach: it {(run.State == RunState.Failed ? "failed" : "was cancelled")}. {run.Reason}".TrimEnd());
    }

    private static string FieldPath(string property) =>
        string.Join('.', property.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}

/// <summary>Whether a teacher's network can look at a student's images and name the same classes.</summary>
internal static class TeacherFit
{
    /// <summary>What does not fit.</summary>
    public static IEnumerable<SpecProblem> Check(RunSpec student, RunSpec teacher)
    {
        if (student.Task != teacher.Task)
        {
            yield return new("teacher.run", "The teacher was trained for another task.");
            yield break;
        }
        if (student.Task != RunTask.ImageClassification)
            yield break;
        if (Classes(student.Data) != Classes(teacher.Data))
            yield return new("teacher.run", $"The teacher has other classes: {Classes(teacher.Data)}, the student {Classes(student.Data)}.");
        if (Shape(student.Data) is { } wanted && Shape(teacher.Data) is { } given && wanted != given)
            yield return new("teacher.run", $"The teacher looks at other images: {given}, the student {wanted}.");
    }

    // Sets of equal class names (a part and the full set) may teach one another.
    private static string Classes(DataSpec data)
    {
        var known = DatasetCatalog.Find(data.Dataset);
        var names = known is { ClassNames.Count: > 0 } && data.LabelLevel is null ? $"{known.Title.Split(" (")[0]}" : data.Dataset;
        var level = data.LabelLevel is { } l ? $" by {l}" : "";
        var kept = data.Classes is { } n && n != known?.Classes
            ? $", {n} classes ({(data.ClassOrder == ClassOrder.First ? "the first" : $"drawn by seed {data.Seed}")})"
            : known?.Classes is { } all ? $", all {all} classes" : "";
        return $"{names}{level}{(data.LabelLevel is null ? kept : data.Classes is { } c ? $", {c} classes" : "")}";
    }

    private static string? Shape(DataSpec data) => DatasetCatalog.Find(data.Dataset) is { } known && (data.ImageSize ?? known.ImageSize) is > 0 and var side
        ? $"{known.Channels} x {side} x {side}"
        : null;
}
