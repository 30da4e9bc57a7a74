using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Tests.Training;
using LsKd.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Models.Binary;

public class BinaryResumeTests
{
    // Four epochs of four steps; weights become binary with the third.
    private static readonly RunSpec Spec = new()
    {
        Data = new() { TrainSize = 64, TestSize = 20, ValidationFraction = 0.01 },
        Model = new() { Name = "reactnet-small", Width = 4 },
        Training = new()
        {
            Epochs = 4, BatchSize = 16, Device = "cpu", BinaryActivationShare = 0.5,
            Optimizer = new() { Name = "adam", LearningRate = 0.005, WeightDecay = 0 },
            Schedule = new() { Name = "linear" },
        },
        Analysis = new() { AtEnd = false },
    };

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(10)]
    public void A_binary_run_stopped_around_the_change_of_stage_ends_as_if_undisturbed(int steps)
    {
        using var whole = new TemporaryRun(Spec);
        using var stopped = new TemporaryRun(Spec);
        Assert.Null(Train(whole, int.MaxValue, 1));
        Assert.Equal(StopReason.Requeue, Train(stopped, steps, 1));
        Assert.Null(Train(stopped, int.MaxValue, 2));
        Assert.Equal(whole.Weights(), stopped.Weights());
        Assert.Equal(whole.Metrics(), stopped.Metrics(attempts: 2));
    }

    [Fact]
    public void No_epoch_of_the_first_stage_becomes_the_best()
    {
        using var run = new TemporaryRun(Spec);
        Train(run, int.MaxValue, 1);
        Assert.All(run.Events().OfType<CheckpointSaved>().Where(c => c.Name == "best"), c => Assert.True(c.Epoch > 2));
        Assert.True(File.Exists(run.Folder.Checkpoint("best")));
    }

    private static StopReason? Train(TemporaryRun run, int steps, int attempt)
    {
        using var stop = new CancellationTokenSource();
        var context = new TaskContext(CPU, run.Folder, run.Parent, _ => { });
        using var task = new StoppingTask(TrainingTasks.Create(run.Spec, context), steps, stop.Cancel);
        return run.Train(task, attempt, stop.Token);
    }

    /// <summary>A task that asks for a stop after a number of steps.</summary>
    private sealed class StoppingTask(ITrainingTask inner, int steps, Action stop) : ITrainingTask
    {
        private int done;

        public nn.Module Network => inner.Network;

        public IReadOnlyList<string> ClassNames => inner.ClassNames;

        public IReadOnlyDictionary<string, int> SplitSizes => inner.SplitSizes;

        public int StepsPerEpoch => inner.StepsPerEpoch;

        public (string Tag, bool HigherIsBetter) Selection => inner.Selection;

        public IEnumerable<TrainingStep> Epoch(int epoch) => inner.Epoch(epoch).Select(step => step with
        {
            Loss = () =>
            {
                if (++done == steps)
                    stop();
                return step.Loss();
            },
        });

        public IReadOnlyDictionary<string, double> Evaluate(Split split) => inner.Evaluate(split);

        public void Analyse(RunFolder folder, int? epoch, Action<RunEvent> emit) => inner.Analyse(folder, epoch, emit);

        public void Dispose() => inner.Dispose();
    }
}
