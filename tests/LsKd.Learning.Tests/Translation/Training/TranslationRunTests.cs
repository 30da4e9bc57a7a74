using LsKd.Core.Analysis;
using LsKd.Core.Arrays;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Training;
using System.Text.Json;

namespace LsKd.Learning.Tests.Translation.Training;

public sealed class TranslationRunTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("lskd-").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public void A_known_mapping_is_learned_to_a_bleu_above_90_and_passed_on_to_a_student()
    {
        WriteCorpus();
        var teacher = Run("teacher", Spec());
        Assert.True(teacher.Metrics["test/bleu"] > 90, $"test BLEU is {teacher.Metrics["test/bleu"]}");
        Assert.True(teacher.Metrics["test/chrf"] > 90);
        Assert.Equal(Math.Exp(teacher.Metrics["test/nll"]), teacher.Metrics["test/perplexity"], 6);

        var report = JsonSerializer.Deserialize<AnalysisReport>(Text("teacher", "analysis/test.json"), SpecJson.Options)!;
        Assert.Contains("bird", string.Concat(report.ClassNames), StringComparison.Ordinal);
        Assert.InRange(report.Stability!.SquaredL2, 0, 1);
        Assert.Contains(report.Remarks, r => r.StartsWith("Classes are the", StringComparison.Ordinal));

        var student = Run("student", Spec() with
        {
            Teacher = new TeacherSpec { Run = "teacher" },
            Objective = new ObjectiveSpec { Name = "kd", SoftWeight = 0.9, TopK = 4 },
            Training = Spec().Training with { Epochs = 2 },
        });
        Assert.True(student.Metrics.ContainsKey("train/kd_kl"));
        Assert.Null(report.StudentAgreementTop1);
        var ofStudent = JsonSerializer.Deserialize<AnalysisReport>(Text("student", "analysis/test.json"), SpecJson.Options)!;
        Assert.InRange(ofStudent.StudentAgreementTop1!.Value, 0.01, 1);
        Assert.Contains(ofStudent.Remarks, r => r.StartsWith("Agreement with the teacher is over all", StringComparison.Ordinal));
        Assert.Equal(Text("teacher", "vocabulary.target.json"), Text("student", "vocabulary.target.json"));
    }

    [Fact]
    public void Stopped_between_steps_and_resumed_a_run_ends_with_the_same_weights()
    {
        WriteCorpus();
        var spec = Spec() with { Training = Spec().Training with { Epochs = 2 }, Model = Spec().Model with { Dropout = 0.1 } };
        Run("whole", spec);
        var folder = Prepare("halves", spec);
        File.WriteAllText(folder.StopRequest, "requeue");
        Assert.Equal(WorkerExit.Interrupted, RunWorker.Execute(folder, 1, Options()));
        File.Delete(folder.StopRequest);
        Assert.Equal(WorkerExit.Success, RunWorker.Execute(folder, 2, Options()));
        Assert.Equal(Weights("whole"), Weights("halves"));
    }

    [Fact]
    public void Averaging_the_last_checkpoints_gives_their_mean()
    {
        WriteCorpus();
        Run("averaged", Spec() with
        {
            Training = Spec().Training with { Epochs = 3 },
            Translation = Spec().Translation! with { AverageCheckpoints = 2 },
        });
        float[] Read(string name) =>
            SafeTensorsFile.Open(Folder("averaged").Checkpoint(name)).ReadFloats("target_embedding.weight");
        var (second, third, mean) = (Read("epoch-2"), Read("epoch-3"), Read("average"));
        for (var i = 0; i < mean.Length; i++)
            Assert.Equal((second[i] + third[i]) / 2, mean[i], 5);
    }

    [Fact]
    public void A_student_trained_on_sequences_learns_the_teachers_translations()
    {
        WriteCorpus();
        Run("teacher", Spec() with { Training = Spec().Training with { Epochs = 2 } });
        Run("student", Spec() with
        {
            Teacher = new TeacherSpec { Run = "teacher" },
            Training = Spec().Training with { Epochs = 1 },
            Translation = Spec().Translation! with { SequenceLevel = true, Beam = 2 },
        });
        Assert.Equal(600, File.ReadAllLines(Path.Combine(Folder("student").Root, "teacher-translations.tsv")).Length);
    }

    [Fact]
    public void A_distilling_run_without_a_teacher_is_refused_by_the_name_of_the_field()
    {
        WriteCorpus();
        var folder = Prepare("orphan", Spec() with { Objective = new ObjectiveSpec { Name = "kd" } });
        Assert.Equal(WorkerExit.Failed, RunWorker.Execute(folder, 1, Options()));
        Assert.Contains(Events(folder).OfType<RunEnded>(), e => e.Reason.Contains("teacher:"));
    }

    private static RunSpec Spec() => new()
    {
        Task = RunTask.Translation,
        Data = new DataSpec { Dataset = "parallel" },
        Model = new ModelSpec { Name = "transformer-tiny", Width = 48 },
        Objective = new ObjectiveSpec { Smoothing = 0.1 },
        Translation = new TranslationSpec { VocabularySize = 320, BatchTokens = 256, Beam = 2, Heads = 4 },
        Training = new TrainingSpec
        {
            Epochs = 20,
            Optimizer = new OptimizerSpec { Name = "adam", LearningRate = 4e-3, Beta2 = 0.98, WeightDecay = 0 },
            Schedule = new ScheduleSpec { Name = "cosine", WarmupSteps = 40 },
        },
    };

    // Each German word has one English word, and the last one comes first.
    private void WriteCorpus()
    {
        string[] german = ["haus", "hund", "baum", "wasser", "feuer", "stein", "vogel", "licht", "nacht", "berg"];
        string[] english = ["house", "dog", "tree", "water", "fire", "stone", "bird", "light", "night", "hill"];
        var random = new Random(1);
        var folder = Directory.CreateDirectory(Path.Combine(home, "corpus")).FullName;
        foreach (var (name, count) in new[] { ("train", 600), ("valid", 20), ("test", 30) })
            File.WriteAllLines(Path.Combine(folder, name + ".tsv"), Enumerable.Range(0, count).Select(_ =>
            {
                var words = Enumerable.Range(0, random.Next(5, 8)).Select(_ => random.Next(german.Length)).ToArray();
                var turned = words.Skip(words.Length - 1).Concat(words.SkipLast(1));
                return $"{string.Join(' ', words.Select(w => german[w]))}\t{string.Join(' ', turned.Select(w => english[w]))}";
            }));
    }

    private RunResult Run(string id, RunSpec spec)
    {
        var folder = Prepare(id, spec);
        var code = RunWorker.Execute(folder, 1, Options());
        Assert.True(code == WorkerExit.Success, string.Join('\n', Events(folder).OfType<RunEnded>().Select(e => e.Reason)));
        return JsonSerializer.Deserialize<RunResult>(File.ReadAllText(folder.ResultFile), SpecJson.Options)!;
    }

    private RunFolder Prepare(string id, RunSpec spec)
    {
        var folder = Folder(id);
        Directory.CreateDirectory(folder.Root);
        File.WriteAllText(folder.SpecFile, SpecJson.Write(spec with { Data = spec.Data with { Path = Path.Combine(home, "corpus") } }));
        return folder;
    }

    private RunFolder Folder(string id) => new(Path.Combine(home, "runs", id));

    private WorkerOptions Options() => new() { Threads = 1, DataFolder = Path.Combine(home, "data") };

    private byte[] Weights(string id) => SafeTensorsFile.Open(Folder(id).Checkpoint("last")).ReadBytes("target_embedding.weight");

    private string Text(string id, string file) => File.ReadAllText(Path.Combine(Folder(id).Root, file));

    private static IEnumerable<RunEvent> Events(RunFolder folder) =>
        File.ReadAllLines(folder.EventLog(1)).Select(line => JsonSerializer.Deserialize<RunEvent>(line, SpecJson.Options)!);
}
