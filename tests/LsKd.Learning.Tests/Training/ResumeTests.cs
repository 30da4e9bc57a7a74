using LsKd.Core.Events;
using LsKd.Core.Specs;
using LsKd.Learning.Training;

namespace LsKd.Learning.Tests.Training;

public class ResumeTests
{
    private static readonly RunSpec Spec = new()
    {
        Training = new()
        {
            Epochs = 4, Seed = 5, EmaDecay = 0.9, ClipNorm = 1,
            Schedule = new() { Name = "cosine", WarmupEpochs = 0.5 },
        },
    };

    public static TheoryData<string, int> Stops => new()
    {
        { "sgd", 1 }, { "sgd", 4 }, { "sgd", 7 }, { "sgd", 8 }, { "sgd", 20 }, { "adam", 11 }, { "adamw", 17 },
    };

    [Theory, MemberData(nameof(Stops))]
    public void A_run_stopped_before_any_step_and_continued_ends_as_if_undisturbed(string optimizer, int stopBefore)
    {
        var spec = With(optimizer);
        using var whole = new TemporaryRun(spec);
        using var stopped = new TemporaryRun(spec);
        using (var task = new FakeTask())
            Assert.Null(whole.Train(task));
        Assert.Equal(StopReason.Requeue, StopBefore(stopped, stopBefore));
        using (var task = new FakeTask(seed: 99))
            Assert.Null(stopped.Train(task, attempt: 2));
        Assert.Equal(whole.Weights(), stopped.Weights());
        Assert.Equal(whole.Weights("best"), stopped.Weights("best"));
        Assert.Equal(whole.Metrics(), stopped.Metrics(attempts: 2));
    }

    [Fact]
    public void Metrics_are_neither_doubled_nor_lost_by_a_stop()
    {
        using var whole = new TemporaryRun(Spec);
        using var stopped = new TemporaryRun(Spec);
        using (var task = new FakeTask())
            whole.Train(task);
        StopBefore(stopped, 10);
        using (var task = new FakeTask())
            stopped.Train(task, attempt: 2);
        var logged = stopped.Events(1).Concat(stopped.Events(2)).OfType<MetricLogged>().Select(m => (m.Tag, m.Step));
        Assert.Equal(whole.Events().OfType<MetricLogged>().Select(m => (m.Tag, m.Step)), logged);
    }

    [Fact]
    public void A_run_stopped_twice_in_the_same_epoch_ends_as_if_undisturbed()
    {
        using var whole = new TemporaryRun(Spec);
        using var stopped = new TemporaryRun(Spec);
        using (var task = new FakeTask())
            whole.Train(task);
        StopBefore(stopped, 9);
        StopBefore(stopped, 12, attempt: 2);
        using (var task = new FakeTask())
            stopped.Train(task, attempt: 3);
        Assert.Equal(whole.Weights(), stopped.Weights());
        Assert.Equal(whole.Metrics(), stopped.Metrics(attempts: 3));
    }

    [Fact]
    public void A_damaged_checkpoint_is_passed_over_for_the_one_before_it_with_a_warning()
    {
        using var whole = new TemporaryRun(Spec);
        using var torn = new TemporaryRun(Spec);
        using (var task = new FakeTask())
            whole.Train(task);
        StopBefore(torn, 16);
        using (var file = File.OpenWrite(torn.Folder.TrainerState))
            file.SetLength(file.Length - 100);
        using (var task = new FakeTask())
            Assert.Null(torn.Train(task, attempt: 2));
        Assert.Contains(torn.Events(2).OfType<LogWritten>(), l => l.Level == "warning" && l.Message.Contains("trainer.safetensors"));
        Assert.Equal(whole.Weights(), torn.Weights());
    }

    [Fact]
    public void A_checkpoint_of_another_spec_is_refused()
    {
        using var run = new TemporaryRun(Spec);
        StopBefore(run, 9);
        var other = Spec with { Training = Spec.Training with { Seed = 6 } };
        using var task = new FakeTask();
        var error = Assert.Throws<InvalidDataException>(
            () => new TrainingLoop(other, task, run.Folder, new(run.Folder.EventLog(2)), new(), new StopSignal(run.Folder, default)));
        Assert.Contains("another spec", error.Message);
    }

    [Fact]
    public void The_same_spec_gives_the_same_weights_again()
    {
        using var first = new TemporaryRun(Spec);
        using var second = new TemporaryRun(Spec);
        foreach (var run in new[] { first, second })
            using (var task = new FakeTask())
                run.Train(task);
        Assert.Equal(first.Weights(), second.Weights());
    }

    private static RunSpec With(string optimizer) => Spec with
    {
        Training = Spec.Training with { Optimizer = new() { Name = optimizer, LearningRate = optimizer == "sgd" ? 0.1 : 0.01 } },
    };

    private static StopReason? StopBefore(TemporaryRun run, int step, int attempt = 1)
    {
        using var stop = new CancellationTokenSource();
        // The loop looks between steps: a stop asked for within the step before is met before the next.
        using var task = new FakeTask { BeforeStep = n => { if (n == step - 1) stop.Cancel(); } };
        if (step == 1)
            stop.Cancel();
        return run.Train(task, attempt, stop.Token);
    }
}
