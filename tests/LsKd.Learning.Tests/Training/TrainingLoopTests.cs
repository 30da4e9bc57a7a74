using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Checkpoints;
using LsKd.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Training;

public class TrainingLoopTests
{
    private static readonly RunSpec Spec = new() { Training = new() { Epochs = 5, Seed = 3 } };

    [Fact]
    public void The_best_checkpoint_is_the_first_of_the_highest_validation_result()
    {
        using var run = new TemporaryRun(Spec);
        using var task = new FakeTask { Scores = [0.5, 0.7, 0.6, 0.7, 0.65] };
        run.Train(task);
        var info = ModelCheckpoint.ReadInfo(run.Folder.Checkpoint("best"));
        Assert.Equal(2, info.Epoch);
        Assert.Equal(0.7, info.Metrics["validation/top1"]);
        Assert.Equal(["inner", "outer"], info.ClassNames);
        Assert.Equal(SpecJson.Hash(Spec), SpecJson.Hash(info.Spec));
        Assert.Equal(5, ModelCheckpoint.ReadInfo(run.Folder.Checkpoint("last")).Epoch);
    }

    [Fact]
    public void The_test_split_is_not_looked_at_while_training()
    {
        using var run = new TemporaryRun(Spec);
        using var task = new FakeTask();
        run.Train(task);
        Assert.DoesNotContain(Split.Test, task.Evaluated);
    }

    [Fact]
    public void Training_stops_early_when_validation_has_not_improved_for_the_given_epochs()
    {
        using var run = new TemporaryRun(Spec with { Training = Spec.Training with { Patience = 2 } });
        using var task = new FakeTask { Scores = [0.5, 0.7, 0.6, 0.7, 0.9] };
        run.Train(task);
        Assert.Equal(4, ModelCheckpoint.ReadInfo(run.Folder.Checkpoint("last")).Epoch);
    }

    [Fact]
    public void Every_nth_checkpoint_is_kept_and_analysed_when_asked_for()
    {
        using var run = new TemporaryRun(Spec with
        {
            Training = Spec.Training with { CheckpointEvery = 2 }, Analysis = new() { EveryEpochs = 2 },
        });
        using var task = new FakeTask();
        run.Train(task);
        Assert.True(File.Exists(run.Folder.Checkpoint("epoch-2")) && File.Exists(run.Folder.Checkpoint("epoch-4")));
        Assert.Equal([2, 4], run.Events().OfType<ArtifactWritten>().Select(a => a.Epoch));
    }

    [Fact]
    public void Training_losses_are_means_over_windows_of_steps_and_reach_the_epochs_last_step()
    {
        using var run = new TemporaryRun(Spec);
        using var task = new FakeTask(steps: 25);
        run.Train(task);
        var steps = run.Events().OfType<MetricLogged>().Where(m => m.Tag == "train/loss").Select(m => m.Step).Take(4);
        Assert.Equal([10, 20, 25, 35], steps);
    }

    [Fact]
    public void A_loss_that_is_not_finite_stops_the_run_at_its_first_such_step()
    {
        using var run = new TemporaryRun(Spec);
        using var task = new FakeTask { Disturbance = step => step >= 12 ? double.NaN : 0 };
        var error = Assert.Throws<NonFiniteLossException>(() => run.Train(task));
        Assert.Equal(12, error.Step);
        Assert.Equal(1, ModelCheckpoint.ReadInfo(run.Folder.Checkpoint("last")).Epoch);
        var reason = FailureReport.Describe(run.Folder, error, _ => "");
        Assert.Contains("step 12", reason);
        Assert.Contains("last.safetensors", reason);
        Assert.Contains("learning rate of 0.1", reason);
    }

    [Fact]
    public void A_stop_within_an_epoch_does_not_store_weights_spoilt_by_a_loss_that_is_not_finite()
    {
        using var run = new TemporaryRun(Spec);
        using var stop = new CancellationTokenSource();
        using var task = new FakeTask { Disturbance = step => step >= 9 ? double.PositiveInfinity : 0, BeforeStep = n => { if (n == 10) stop.Cancel(); } };
        Assert.Throws<NonFiniteLossException>(() => run.Train(task, stop: stop.Token));
        using var again = new FakeTask();
        Assert.Null(run.Train(again, attempt: 2));
    }

    [Fact]
    public void An_averaged_network_is_what_is_evaluated_and_kept()
    {
        using var plain = new TemporaryRun(Spec with { Training = Spec.Training with { Epochs = 1 } });
        using var averaged = new TemporaryRun(Spec with { Training = Spec.Training with { Epochs = 1, EmaDecay = 0.5 } });
        using var first = new FakeTask();
        using var second = new FakeTask();
        plain.Train(first);
        averaged.Train(second);
        Assert.NotEqual(plain.Weights()["first.weight"], averaged.Weights()["first.weight"]);
        Assert.Equal(Bytes(first), Bytes(second));
    }

    [Fact]
    public void The_number_of_live_tensors_does_not_grow_over_thousands_of_steps()
    {
        using var run = new TemporaryRun(new RunSpec { Training = new() { Epochs = 6, ClipNorm = 1, EmaDecay = 0.99 } });
        var counts = new List<long>();
        // At first, what the construction left to the finalizer goes; from then on nothing may come or go.
        using var task = new FakeTask(steps: 400)
        {
            BeforeStep = n => { if (n % 400 == 201) counts.Add(counts.Count == 0 ? LiveTensors.Baseline() : Tensor.TotalCount); },
        };
        run.Train(task);
        Assert.Equal(6, counts.Count);
        // The tensors not yet read within a window are as many at the same place of each epoch.
        Assert.All(counts.Skip(1), c => Assert.Equal(counts[1], c));
    }

    private static string Bytes(FakeTask task) => Convert.ToHexString(task.Network.state_dict()["first.weight"].bytes);
}
