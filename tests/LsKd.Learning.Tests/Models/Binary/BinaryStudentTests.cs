using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Checkpoints;
using LsKd.Learning.Data;
using LsKd.Learning.Models;
using LsKd.Learning.Models.Binary.Packed;
using LsKd.Learning.Tests.Training;
using LsKd.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Models.Binary;

public class BinaryStudentTests
{
    private static readonly DataSpec Data = new() { TrainSize = 200, TestSize = 100, ValidationFraction = 0.01 };
    private static readonly TrainingSpec Training = new() { Epochs = 2, BatchSize = 50, Device = "cpu" };

    [Fact]
    public void A_binary_student_is_distilled_analysed_packed_and_predicts_alike_when_packed()
    {
        using var teacher = new TemporaryRun(
            new RunSpec { Data = Data, Training = Training, Model = new() { Name = "resnet8", Width = 4 }, Analysis = new() { AtEnd = false } }, "teacher");
        Assert.Equal(WorkerExit.Success, Execute(teacher));
        var student = new TemporaryRun(StudentSpec, "student", teacher.Parent);
        Assert.Equal(WorkerExit.Success, Execute(student));
        Assert.True(File.Exists(student.Folder.Report("test")));
        Assert.True(File.Exists(student.Folder.Head()));

        var packed = Path.Combine(student.Parent, "packed.safetensors");
        PackedCheckpoint.Write(student.Folder.Checkpoint("best"), packed);
        Assert.Equal(FloatPredictions(student), PackedPredictions(packed));
    }

    private static RunSpec StudentSpec => new()
    {
        Data = Data, Model = new() { Name = "reactnet-small", Width = 8 }, Teacher = new() { Run = "teacher" },
        Objective = new() { Name = "soft-cross-entropy" },
        Training = Training with { Optimizer = new() { Name = "adam", LearningRate = 0.005, WeightDecay = 0 } },
    };

    private static List<long> FloatPredictions(TemporaryRun run)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var model = ModelFactory.Create(run.Spec.Model, 1, 28, 10, 0);
        ModelCheckpoint.Load(run.Folder.Checkpoint("best"), model);
        model.eval();
        return [.. TestImages().Select(image => model.forward(image.unsqueeze(0)).argmax().ToInt64())];
    }

    private static List<long> PackedPredictions(string path)
    {
        using var scope = NewDisposeScope();
        var network = PackedNetwork.Load(path);
        return [.. TestImages().Select(image => network.Logits(image.contiguous().data<float>().ToArray(), 28, 28))
            .Select(logits => (long)Array.IndexOf(logits, logits.Max()))];
    }

    private static List<Tensor> TestImages()
    {
        using var source = ImageSourceFactory.Open(Data, "");
        return [.. source.InOrder(Split.Test, 100).SelectMany(batch => batch.Images.unbind())];
    }

    private static int Execute(TemporaryRun run) => RunWorker.Execute(run.Folder, 1, new WorkerOptions { Threads = 1, DataFolder = run.Parent });
}
