using LsKd.Core.Catalogs;
using LsKd.Core.Specs;

namespace LsKd.Core.Studies.Plans;

/// <summary>Collects the runs of a study. A run that is asked for twice is planned once.</summary>
public sealed class PlanBuilder(StudySpec spec, StudyDefaults defaults)
{
    private readonly Dictionary<string, PlannedRun> byKey = [];
    private readonly List<PlannedRun> runs = [];

    /// <summary>The study.</summary>
    public StudySpec Spec => spec;

    /// <summary>What the size brings.</summary>
    public StudyDefaults Defaults => defaults;

    /// <summary>Seeds, smoothing factors, data and training as they hold for this study.</summary>
    public IReadOnlyList<int> Seeds => spec.Seeds.Count > 0 ? spec.Seeds : defaults.Seeds;

    /// <summary>Smoothing factors of the teachers.</summary>
    public IReadOnlyList<double> Smoothings => spec.Smoothings.Count > 0 ? spec.Smoothings : [0, 0.1];

    /// <summary>The data set.</summary>
    public DataSpec Data => spec.Data ?? defaults.Data;

    /// <summary>The training settings.</summary>
    public TrainingSpec Training => spec.Training ?? defaults.Training;

    private bool IsTranslation => TranslationCatalog.IsCorpus(Data.Dataset);

    /// <summary>Teacher-student pairs; the size's own where the study names none.</summary>
    public IReadOnlyList<NetworkPair> Pairs =>
        spec.Pairs.Count > 0 ? spec.Pairs : [new(defaults.Teacher, defaults.Student)];

    /// <summary>A spec without objective or teacher.</summary>
    public RunSpec Base(ModelSpec model, int seed) => new()
    {
        Task = IsTranslation ? RunTask.Translation : RunTask.ImageClassification,
        Translation = IsTranslation ? spec.Translation ?? defaults.Translation ?? new() : null,
        Data = Data,
        Model = model,
        Training = Training with { Seed = seed },
        Analysis = new AnalysisSpec { StoredSamples = defaults.StoredSamples, Triple = defaults.Triple(Data) },
    };

    /// <summary>A network trained on hard or smoothed labels.</summary>
    public PlannedRun Labels(RunSpec bare, double smoothing, string role, StudyCell cell) =>
        Add(bare with { Objective = SmoothedLabels(smoothing) }, role, cell, null);

    /// <summary>The loss on smoothed labels.</summary>
    public ObjectiveSpec SmoothedLabels(double smoothing) => new() { Smoothing = smoothing, Convention = spec.Convention };

    /// <summary>A student of a planned teacher, by default on the teacher's labels alone at T = 1.</summary>
    public PlannedRun Student(RunSpec bare, PlannedRun teacher, StudyCell cell, ObjectiveSpec? objective = null) => Add(
        bare with { Objective = objective ?? new ObjectiveSpec { Name = "soft-cross-entropy" }, Teacher = new TeacherSpec() },
        Roles.Student, cell, teacher.Key);

    /// <summary>Adds a run; the same content in the same cell is one run.</summary>
    public PlannedRun Add(RunSpec run, string role, StudyCell cell, string? teacherKey)
    {
        var key = StudyPlan.KeyOf(run, teacherKey);
        if (byKey.TryGetValue(key, out var known))
            return known;
        var planned = new PlannedRun(key, Named(run, role, cell), role, cell, run.Training.Seed, teacherKey);
        byKey[key] = planned;
        runs.Add(planned);
        return planned;
    }

    /// <summary>The plan.</summary>
    public StudyPlan Build() => new(spec, [.. runs]);

    private RunSpec Named(RunSpec run, string role, StudyCell cell)
    {
        var condition = cell.ToString();
        return run with
        {
            Name = string.Join(' ', new[] { spec.Study, role, condition, $"seed {run.Training.Seed}" }.Where(p => p.Length > 0)),
            Tags = [spec.Study],
        };
    }
}
