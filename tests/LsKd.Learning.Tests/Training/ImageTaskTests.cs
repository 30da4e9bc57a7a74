using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Objectives;
using LsKd.Learning.Training;
using LsKd.Learning.Training.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Training;

public class ImageTaskTests
{
    private static readonly RunSpec Spec = new()
    {
        Objective = new() { Name = "soft-cross-entropy" },
        Training = new() { Epochs = 3, BatchSize = 4, Optimizer = new() { LearningRate = 0.01 } },
        Analysis = new() { AtEnd = false },
    };

    private static readonly ImagePlacement Plain = new(CPU, false, Precision.Float32);

    [Fact]
    public void The_teacher_stays_frozen_in_evaluation_mode_and_without_gradients()
    {
        using var run = new TemporaryRun(Spec);
        var teacher = new TinyNetwork(1);
        var mean = teacher.RunningMean.clone();
        using var task = Task(teacher);
        run.Train(task);
        Assert.False(teacher.training);
        Assert.All(teacher.parameters(), p => Assert.True(!p.requires_grad && p.grad is null));
        Assert.True(teacher.RunningMean.allclose(mean, 0, 0));
    }

    [Fact]
    public void The_student_trains_again_after_an_evaluation()
    {
        using var run = new TemporaryRun(Spec);
        var student = new TinyNetwork(2);
        var means = new List<float[]>();
        using var task = new Watching(Task(new TinyNetwork(1), student), () => means.Add(student.RunningMean.data<float>().ToArray()));
        run.Train(task);
        Assert.Equal(3, means.Count);
        Assert.NotEqual(means[0], means[1]);
        Assert.NotEqual(means[1], means[2]);
    }

    [Fact]
    public void Evaluation_changes_no_running_statistics()
    {
        var student = new TinyNetwork(2);
        using var task = Task(new TinyNetwork(1), student);
        student.eval();
        var before = student.RunningMean.clone();
        using (no_grad())
            task.Evaluate(Split.Validation);
        Assert.True(student.RunningMean.allclose(before, 0, 0));
    }

    [Fact]
    public void A_cached_teacher_answers_as_a_live_one_and_computes_each_view_once()
    {
        var network = new TinyNetwork(1);
        var source = new FakeImages();
        using var live = new LiveTeacher(network, Plain.Format);
        using var cached = new CachedTeacher(live, source, Spec.Training with { Epochs = 6 }, Plain.Place);
        var forwards = network.Forwards;
        Assert.Equal(2 * 3, forwards);
        foreach (var batch in Enumerable.Range(1, 4).SelectMany(e => source.TrainingEpoch(e, 5, 0)))
            using (batch)
            using (NewDisposeScope())
                Assert.True(cached.OfTraining(batch, batch.Images).allclose(live.Of(batch.Images), 1e-5, 1e-6));
        Assert.Equal(forwards + 4 * 3, network.Forwards);
    }

    [Fact]
    public void A_cached_teacher_needs_fixed_views()
    {
        Assert.Contains("data.views", Assert.Throws<ArgumentException>(() => CachedTeacher.Check(new DataSpec())).Message);
        Assert.Contains("data.sampler", Assert.Throws<ArgumentException>(
            () => CachedTeacher.Check(new DataSpec { Views = 2, Sampler = SamplerKind.ClassAware })).Message);
    }

    [Fact]
    public void Mixed_labels_reach_the_objective()
    {
        var seen = new RecordingObjective();
        using var task = new ImageTask(Spec, new FakeImages { Mixes = true }, new TinyNetwork(2), seen, null, Plain);
        using var scope = NewDisposeScope();
        foreach (var step in task.Epoch(1))
            step.Loss();
        Assert.Equal((0.5, true), (seen.Last!.LabelShare, seen.Last.MixedLabels is not null));
    }

    [Fact]
    public void An_unreadable_file_is_named_once()
    {
        var warnings = new List<string>();
        var source = new FakeImages { BadFiles = [new("a/b.png", "it is torn")] };
        using var task = new ImageTask(Spec, source, new TinyNetwork(2), new RecordingObjective(), null, Plain, warnings.Add);
        foreach (var _ in task.Epoch(1).Concat(task.Epoch(2)))
            Assert.Empty(warnings.Skip(1));
        Assert.Equal("'a/b.png' could not be read and is left out: it is torn", Assert.Single(warnings));
    }

    [Fact]
    public void Measures_are_those_of_the_logits_as_they_stand()
    {
        using var scope = NewDisposeScope();
        using var measures = new ClassificationMeasures();
        var p = new[,] { { 0.7f, 0.2f, 0.1f }, { 0.1f, 0.6f, 0.3f }, { 0.4f, 0.3f, 0.3f }, { 0.1f, 0.2f, 0.7f } };
        long[] labels = [0, 2, 0, 2];
        measures.Add(tensor(p)[..3].log(), tensor(labels)[..3]);
        measures.Add(tensor(p)[3..].log(), tensor(labels)[3..]);
        var results = measures.Results();
        Assert.Equal(0.75, results["top1"], 1e-6);
        Assert.Equal(1, results["top5"], 1e-6);
        Assert.Equal(-(Math.Log(0.7) + Math.Log(0.3) + Math.Log(0.4) + Math.Log(0.7)) / 4, results["nll"], 1e-6);
        Assert.Equal((0.6 + 0.6 + 0.6) / 4, results["ece_15"], 1e-6);
    }

    [Fact]
    public void A_teacher_of_other_classes_is_refused_by_its_field()
    {
        var teacherSpec = new RunSpec
        {
            Data = new() { TrainSize = 40, TestSize = 20, Classes = 4 }, Model = new() { Name = "mlp", Width = 8 },
            Training = new() { Epochs = 1, BatchSize = 40, Device = "cpu" }, Analysis = new() { AtEnd = false },
        };
        using var teacher = new TemporaryRun(teacherSpec, "teacher");
        var options = new WorkerOptions { Threads = 1 };
        Assert.Equal(WorkerExit.Success, RunWorker.Execute(teacher.Folder, 1, options));
        var student = new TemporaryRun(
            teacherSpec with { Data = new() { TrainSize = 50, TestSize = 20, Classes = 5 }, Objective = Spec.Objective, Teacher = new() { Run = "teacher" } },
            "student", teacher.Parent);
        Assert.Equal(WorkerExit.Failed, RunWorker.Execute(student.Folder, 1, options));
        Assert.Contains("teacher.run: run 'teacher' knows 4 classes and this data set has 5", student.Result().Reason);
        Assert.Equal(RunState.Failed, student.Result().State);
    }

    [Fact]
    public void A_student_learns_from_a_run_beside_it_and_a_stop_file_holds_it()
    {
        var teacherSpec = new RunSpec
        {
            Data = new() { TrainSize = 60, TestSize = 20 }, Model = new() { Name = "mlp", Width = 8 },
            Training = new() { Epochs = 1, BatchSize = 30, Device = "cpu" }, Analysis = new() { StoredSamples = 20 },
        };
        using var teacher = new TemporaryRun(teacherSpec, "teacher");
        var options = new WorkerOptions { Threads = 1 };
        Assert.Equal(WorkerExit.Success, RunWorker.Execute(teacher.Folder, 1, options));
        var student = new TemporaryRun(teacherSpec with { Objective = Spec.Objective, Teacher = new() { Run = "teacher" } }, "student", teacher.Parent);
        File.WriteAllText(student.Folder.StopRequest, "pause");
        Assert.Equal(WorkerExit.Held, RunWorker.Execute(student.Folder, 1, options));
        File.Delete(student.Folder.StopRequest);
        Assert.Equal(WorkerExit.Success, RunWorker.Execute(student.Folder, 2, options));
        Assert.Contains("train/kd_kl", student.Result().Metrics.Keys);
        Assert.Contains("validation/teacher_entropy", student.Result().Metrics.Keys);
        Assert.True(File.Exists(student.Folder.Report("test")) && File.Exists(student.Folder.Head()));
    }

    private static ImageTask Task(TinyNetwork teacher, TinyNetwork? student = null) => new(
        Spec, new FakeImages(), student ?? new TinyNetwork(2), new SoftCrossEntropy(), new LiveTeacher(teacher, Plain.Format), Plain);

    private sealed class RecordingObjective : IObjective
    {
        public string Name => "recording";

        public bool NeedsTeacher => false;

        public LossInput? Last { get; private set; }

        public LossParts Compute(LossInput input)
        {
            Last = input;
            return new LossParts(input.Logits.sum(), []);
        }
    }

    /// <summary>A task that tells when an epoch's evaluation begins.</summary>
    private sealed class Watching(ImageTask inner, Action evaluating) : ITrainingTask
    {
        public nn.Module Network => inner.Network;

        public IReadOnlyList<string> ClassNames => inner.ClassNames;

        public IReadOnlyDictionary<string, int> SplitSizes => inner.SplitSizes;

        public int StepsPerEpoch => inner.StepsPerEpoch;

        public (string Tag, bool HigherIsBetter) Selection => inner.Selection;

        public IEnumerable<TrainingStep> Epoch(int epoch) => inner.Epoch(epoch);

        public IReadOnlyDictionary<string, double> Evaluate(Split split)
        {
            evaluating();
            return inner.Evaluate(split);
        }

        public void Analyse(RunFolder folder, int? epoch, Action<Core.Events.RunEvent> emit) => inner.Analyse(folder, epoch, emit);

        public void Dispose() => inner.Dispose();
    }
}
