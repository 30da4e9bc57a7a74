using System.Text.Json;
using LsKd.Core.Analysis;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKdWeb.Hosting;
using LsKdWeb.Specs;
using LsKdWeb.Studies;

namespace LsKdWeb.Tests.Studies;

/// <summary>A temporary home with fake runs and the services of the studies.</summary>
internal sealed class StudyHome : IDisposable
{
    public StudyHome()
    {
        Home = new HomeFolder(Directory.CreateTempSubdirectory("lskd-studies-").FullName).Ensure();
        Runs = new FakeRuns(Home.Runs);
        Store = new StudyStore(Home);
        Launcher = NewLauncher();
        Reader = new StudyReader(Store, new EvidenceReader(Runs), TimeProvider.System);
    }

    public HomeFolder Home { get; }

    public FakeRuns Runs { get; }

    public StudyStore Store { get; }

    public StudyLauncher Launcher { get; }

    public StudyReader Reader { get; }

    public StudyLauncher NewLauncher() => new(Runs, Runs, [new SpecChecks(Runs, Home)], Store, TimeProvider.System);

    /// <summary>Lets a run succeed with results in which smoothing tightens, spreads and helps.</summary>
    public void Succeed(string id)
    {
        var (spec, record, _) = Runs.Runs[id];
        var smooth = spec.Teacher is { Run: { Length: > 0 } teacher } ? Runs.Runs[teacher].Spec.Objective.Smoothing : spec.Objective.Smoothing;
        var noise = 0.001 * ((spec.Training.Seed % 3) - 1);
        Directory.CreateDirectory(Runs.Folder(id).Analysis);
        Write(Runs.Folder(id).ResultFile, new RunResult
        {
            State = RunState.Succeeded,
            Metrics = new Dictionary<string, double> { ["test/top1"] = 0.8 + 0.1 * smooth + noise, ["train/loss"] = 0.4 + 4 * smooth + noise },
        });
        foreach (var split in (string[])["train", "validation", "test"])
            Write(Runs.Folder(id).Report(split), Report(split, smooth, noise));
        Runs.Set(id, RunState.Succeeded);
    }

    /// <summary>Lets all runs succeed.</summary>
    public void SucceedAll()
    {
        foreach (var id in Runs.Runs.Keys.ToArray())
            Succeed(id);
    }

    public void Dispose() => Directory.Delete(Home.Root, recursive: true);

    private static AnalysisReport Report(string split, double smooth, double noise) => new()
    {
        Split = split,
        Classes = 3,
        ClassNames = ["pullover", "coat", "trouser"],
        Top1 = 0.8 + 0.1 * smooth + noise,
        Ece15 = 0.05 + smooth / 2 + noise,
        MeanConfidence = 0.86 - smooth,
        Stability = new StabilityValues(0.9 + smooth / 5 + noise, 0.8, 0.9),
        CenterDistance = new CenterDistanceValues(2, 1 + 3 * smooth + noise, 1, 1),
        TargetProbabilityByClass = [0.9 - smooth, 0.8 - smooth, null],
        MeanSortedProbabilities = [0.9 - smooth, 0.06 + smooth / 2, 0.04 + smooth / 2],
        SimilarPairs =
        [
            new ClassPair(0, 1, 0.5, 0.1, 0.1, 1, new CenterDistanceValues(2, 1 + 3 * smooth, 1, 1)),
            new ClassPair(1, 2, 0.4, 0.1, 0.1, 2, new CenterDistanceValues(2, 2 - smooth, 1, 1)),
        ],
    };

    private static void Write<T>(string path, T value) => File.WriteAllText(path, JsonSerializer.Serialize(value, SpecJson.Options));
}
