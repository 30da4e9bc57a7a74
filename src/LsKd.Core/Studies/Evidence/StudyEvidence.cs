using LsKd.Core.Analysis;
using LsKd.Core.Runs;
using LsKd.Core.Studies.Plans;

namespace LsKd.Core.Studies.Evidence;

/// <summary>A metric over training.</summary>
public sealed record Curve(IReadOnlyList<double> Epochs, IReadOnlyList<double> Values);

/// <summary>Samples of the projection's classes on its plane.</summary>
/// <param name="Class">Name of the class.</param>
/// <param name="X">First coordinate of each sample.</param>
/// <param name="Y">Second coordinate of each sample.</param>
public sealed record PlaneCloud(string Class, IReadOnlyList<double> X, IReadOnlyList<double> Y);

/// <summary>What is stored of a planned run, which may be nothing yet.</summary>
public sealed record RunEvidence
{
    /// <summary>The plan's side.</summary>
    public required PlannedRun Planned { get; init; }

    /// <summary>Id of the run in the store, or null before it is created.</summary>
    public string? RunId { get; init; }

    /// <summary>Its state, or null before it is created.</summary>
    public RunState? State { get; init; }

    /// <summary>Its result, once ended.</summary>
    public RunResult? Result { get; init; }

    /// <summary>What it ran on, or null before it started.</summary>
    public Events.RunEnvironment? Environment { get; init; }

    /// <summary>Final reports by split.</summary>
    public IReadOnlyDictionary<string, AnalysisReport> Reports { get; init; } = new Dictionary<string, AnalysisReport>();

    /// <summary>Reports over training by split, in the order of epochs.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<AnalysisReport>> OverTraining { get; init; } =
        new Dictionary<string, IReadOnlyList<AnalysisReport>>();

    /// <summary>Curves by tag.</summary>
    public IReadOnlyDictionary<string, Curve> Curves { get; init; } = new Dictionary<string, Curve>();

    /// <summary>Projections by split.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PlaneCloud>> Clouds { get; init; } =
        new Dictionary<string, IReadOnlyList<PlaneCloud>>();

    /// <summary>Mean of the normalised features of each class on the test split, [K][D]; null where arrays are not stored.</summary>
    public IReadOnlyList<double[]?>? ClassCentres { get; init; }

    /// <summary>Whether it ended as planned, so that it counts.</summary>
    public bool Done => State == RunState.Succeeded;

    /// <summary>A final scalar, or null.</summary>
    public double? Metric(string tag) => Result?.Metrics.TryGetValue(tag, out var value) == true ? value : null;

    /// <summary>The report of a split, or null.</summary>
    public AnalysisReport? Report(string split) => Reports.GetValueOrDefault(split);
}

/// <summary>A study's plan with what is stored of it.</summary>
public sealed record StudyEvidence(StudyPlan Plan, IReadOnlyList<RunEvidence> Runs)
{
    /// <summary>The runs that count.</summary>
    public IEnumerable<RunEvidence> Done => Runs.Where(r => r.Done);

    /// <summary>The evidence of a student's teacher, or null.</summary>
    public RunEvidence? TeacherOf(RunEvidence student) =>
        student.Planned.TeacherKey is { } key ? Runs.FirstOrDefault(r => r.Planned.Key == key) : null;

    /// <summary>Seeds of the plan, in order.</summary>
    public IReadOnlyList<int> Seeds => [.. Plan.Runs.Select(r => r.Seed).Distinct().Order()];
}
