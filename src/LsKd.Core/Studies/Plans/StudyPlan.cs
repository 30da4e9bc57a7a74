using System.Security.Cryptography;
using System.Text;
using LsKd.Core.Specs;

namespace LsKd.Core.Studies.Plans;

/// <summary>The parts that runs play.</summary>
public static class Roles
{
    public const string Teacher = "teacher";
    public const string Student = "student";

    /// <summary>A student's network trained without a teacher.</summary>
    public const string Baseline = "baseline";
}

/// <summary>A run that a study needs.</summary>
/// <param name="Key">
/// Identity by content: a hash of the spec and, through it, of the teacher's. Equal keys mean equal weights, in whatever study.
/// </param>
/// <param name="Spec">The spec; the teacher's run id is filled in at launch.</param>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="Cell">The condition.</param>
/// <param name="Seed">The training seed.</param>
/// <param name="TeacherKey">Key of the teacher's run, or null.</param>
public sealed record PlannedRun(string Key, RunSpec Spec, string Role, StudyCell Cell, int Seed, string? TeacherKey);

/// <summary>A study expanded: its runs, teachers before their students, each key once.</summary>
public sealed record StudyPlan(StudySpec Spec, IReadOnlyList<PlannedRun> Runs)
{
    /// <summary>Whether its runs translate.</summary>
    public bool Translates => Runs.Count > 0 && Runs[0].Spec.Task == RunTask.Translation;

    /// <summary>A run by its key.</summary>
    public PlannedRun? Find(string key) => Runs.FirstOrDefault(r => r.Key == key);

    /// <summary>
    /// Short id of the design: the same for the same document apart from its title and its seeds, so that a study with more seeds
    /// continues the one with fewer.
    /// </summary>
    public static string DesignId(StudySpec spec)
    {
        var bare = spec with { Title = "", Seeds = [] };
        return $"{spec.Study}-{Hash(System.Text.Json.JsonSerializer.Serialize(bare, SpecJson.Options))[..8]}";
    }

    /// <summary>The identity of a run with a given teacher.</summary>
    public static string KeyOf(RunSpec spec, string? teacherKey)
    {
        // The id that the store gives a teacher is chance; its content is not.
        var neutral = spec.Teacher is { } t ? spec with { Teacher = t with { Run = "" } } : spec;
        return Hash(SpecJson.Hash(neutral) + teacherKey)[..16];
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
