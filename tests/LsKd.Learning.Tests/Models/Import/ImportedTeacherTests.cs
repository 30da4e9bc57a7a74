using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Checkpoints;
using LsKd.Learning.Models;
using LsKd.Learning.Tests.Training;
using LsKd.Learning.Training;

namespace LsKd.Learning.Tests.Models.Import;

public class ImportedTeacherTests
{
    private static readonly DataSpec Data = new() { TrainSize = 64, TestSize = 40, ValidationFraction = 0.01 };
    private static readonly TrainingSpec Training = new() { Epochs = 1, BatchSize = 32, Device = "cpu" };

    [Fact]
    public void Imported_weights_make_a_finished_run_that_teaches()
    {
        using var imported = new TemporaryRun(new RunSpec
        {
            Task = RunTask.Imported, Data = Data, Training = Training, Model = new() { Name = "resnet8", Width = 4 },
        }, "imported");
        var weights = Path.Combine(imported.Parent, "theirs.safetensors");
        using (var theirs = ModelFactory.Create(imported.Spec.Model, 1, 28, 10, seed: 7))
            TensorFiles.Write(weights, theirs.state_dict(), new Dictionary<string, string>());
        var spec = imported.Spec with { Model = imported.Spec.Model with { Weights = weights } };
        File.WriteAllText(imported.Folder.SpecFile, SpecJson.Write(spec));
        Assert.Equal(WorkerExit.Success, Execute(imported));
        Assert.Equal(RunState.Succeeded, imported.Result().State);
        Assert.True(imported.Result().Metrics.ContainsKey("test/top1"));

        File.Delete(weights);
        var student = Student(imported);
        Assert.Equal(WorkerExit.Success, Execute(student));
        Assert.Contains(student.Result().Metrics.Keys, tag => tag == "train/kd_ce");
    }

    [Fact]
    public void Weights_that_do_not_fit_fail_the_run_with_their_names()
    {
        using var run = new TemporaryRun(new RunSpec { Task = RunTask.Imported, Data = Data, Training = Training, Model = new() { Name = "resnet8" } });
        var weights = Path.Combine(run.Parent, "other.safetensors");
        using (var other = ModelFactory.Create(new() { Name = "resnet14" }, 1, 28, 10, seed: 7))
            TensorFiles.Write(weights, other.state_dict(), new Dictionary<string, string>());
        File.WriteAllText(run.Folder.SpecFile, SpecJson.Write(run.Spec with { Model = run.Spec.Model with { Weights = weights } }));
        Assert.Equal(WorkerExit.Failed, Execute(run));
        Assert.Contains("layer1.1.conv1.weight", run.Result().Reason);
    }

    private static TemporaryRun Student(TemporaryRun teacher) => new(
        new RunSpec
        {
            Data = Data, Training = Training, Model = new() { Name = "resnet8", Width = 2 },
            Objective = new() { Name = "soft-cross-entropy" }, Teacher = new() { Run = "imported" },
        },
        "student", teacher.Parent);

    private static int Execute(TemporaryRun run) => RunWorker.Execute(run.Folder, 1, new WorkerOptions { Threads = 1, DataFolder = run.Parent });
}
