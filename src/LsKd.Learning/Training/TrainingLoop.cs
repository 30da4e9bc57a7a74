using System.Diagnostics;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Checkpoints;
using LsKd.Learning.Native;
using LsKd.Learning.Models;
using LsKd.Learning.Training.Events;
using LsKd.Learning.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Training;

/// <summary>
/// The one training loop: epochs of steps, evaluation, best and last checkpoints, early stop, and a stop between any two steps. Run
/// to the end or stopped and continued any number of times, it comes to the same weights and metrics.
/// </summary>
internal sealed class TrainingLoop : IDisposable
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromMinutes(10);
    private readonly RunSpec spec;
    private readonly ITrainingTask task;
    private readonly RunFolder folder;
    private readonly EventWriter events;
    private readonly Progress progress;
    private readonly StopSignal stop;
    private readonly IOptimizer? optimizer;
    private readonly WeightAverage? average;
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly double secondsBefore;
    private readonly ThroughputMeter throughput;
    private StepMetrics metrics;
    private TimeSpan lastSave;

    public TrainingLoop(RunSpec spec, ITrainingTask task, RunFolder folder, EventWriter events, Progress progress, StopSignal stop)
    {
        (this.spec, this.task, this.folder, this.events, this.progress, this.stop) = (spec, task, folder, events, progress, stop);
        optimizer = Epochs > 0 ? OptimizerFactory.Create(task.Network, spec.Training.Optimizer) : null;
        average = spec.Training.EmaDecay is { } decay ? new WeightAverage(task.Network, decay) : null;
        Position = Restore();
        metrics = new StepMetrics(Position);
        secondsBefore = Position.Seconds;
        throughput = new ThroughputMeter(progress, Epochs, task.StepsPerEpoch);
    }

    /// <summary>Where the run stands.</summary>
    public TrainingPosition Position { get; private set; }

    /// <summary>Seconds spent, all attempts together.</summary>
    public double Seconds => secondsBefore + watch.Elapsed.TotalSeconds;

    private int Epochs => spec.Task is RunTask.Imported ? 0 : spec.Training.Epochs;

    private int AveragedCheckpoints => spec.Translation?.AverageCheckpoints ?? 1;

    // An average needs the checkpoints of the epochs that it is taken over.
    private int? CheckpointEvery => AveragedCheckpoints > 1 ? 1 : spec.Training.CheckpointEvery;

    private int WindowSteps => Math.Clamp(task.StepsPerEpoch / 10, 10, 100);

    private bool IsFinalStage => task.Network is not IStagedModel { IsFinalStage: false };

    private bool IsDone => Position.Epoch >= Epochs || Position.StoppedEarly;

    /// <summary>Trains until the end or a stop.</summary>
    /// <returns>Why it stopped, or null at the end.</returns>
    /// <exception cref="NonFiniteLossException">The loss became NaN or infinite.</exception>
    public StopReason? Run()
    {
        if (IsDone && Position.BestEpoch == 0)
            SaveModel("best", 0, new Dictionary<string, double>());
        while (!IsDone)
            if (RunEpoch(Position.Epoch + 1) is { } reason)
                return reason;
        return null;
    }

    /// <summary>Puts the resulting weights into the network: the best on validation, or the average that the spec asks for.</summary>
    public void LoadResult() => ModelCheckpoint.Load(
        AveragedCheckpoints > 1 ? CheckpointAverage.Write(folder, Position.Epoch, AveragedCheckpoints) : folder.Checkpoint("best"),
        task.Network);

    /// <inheritdoc/>
    public void Dispose()
    {
        metrics.Dispose();
        optimizer?.Dispose();
        average?.Dispose();
    }

    private StopReason? RunEpoch(int epoch)
    {
        events.Write(new EpochStarted(epoch, Epochs, task.StepsPerEpoch));
        (task.Network as IStagedModel)?.EnterEpoch(epoch, spec.Training);
        task.Network.train();
        throughput.Restart(epoch, Position.Step);
        if (RunSteps(epoch) is { } reason)
            return reason;
        LogWindow();
        if (watch.Elapsed - lastSave > SaveEvery)
            SaveState();
        EndEpoch(epoch);
        return null;
    }

    private StopReason? RunSteps(int epoch)
    {
        var done = 0;
        foreach (var step in task.Epoch(epoch))
        {
            CollectionPoint.Pass();
            if (done++ < Position.StepInEpoch)
                continue;
            if (stop.Poll() is { } reason)
            {
                SaveState();
                return reason;
            }
            RunStep(step);
            throughput.Add(epoch, Position.Step, step.Samples);
            if (metrics.Count >= WindowSteps)
                LogWindow();
            if (watch.Elapsed - lastSave > SaveEvery)
                SaveState();
        }
        return null;
    }

    private void RunStep(TrainingStep step)
    {
        using var scope = NewDisposeScope();
        manual_seed(Seeds.OfStep(spec.Training.Seed, Position.Step));
        var loss = WeightStep.Take(task.Network, optimizer!, step, LearningRate.At(spec.Training, Position.Step, task.StepsPerEpoch), spec.Training.ClipNorm);
        Position = Position with { Step = Position.Step + 1, StepInEpoch = Position.StepInEpoch + 1 };
        average?.Update(Position.Step);
        metrics.Add(Position.Step, step.Samples, loss);
    }

    private void LogWindow()
    {
        if (metrics.Count == 0)
            return;
        foreach (var (name, value) in metrics.TakeWindow())
            LogMetric($"train/{name}", value);
        LogMetric("train/learning_rate", LearningRate.At(spec.Training, Position.Step - 1, task.StepsPerEpoch));
    }

    private void LogMetric(string tag, double value) =>
        events.Write(new MetricLogged(tag, Position.Step, (double)Position.Step / task.StepsPerEpoch, value));

    private void EndEpoch(int epoch)
    {
        using (average?.Swap())
            JudgeEpoch(epoch);
        SaveState();
        if (Position.StoppedEarly)
            events.Log("info", $"stopped early: no better validation result for {spec.Training.Patience} epochs");
    }

    // With averaged weights, they are what is evaluated, kept and analysed.
    private void JudgeEpoch(int epoch)
    {
        var validation = Evaluate(Split.Validation);
        foreach (var (tag, value) in validation)
            LogMetric(tag, value);
        var isBest = IsBest(validation);
        Position = Advance(epoch, isBest, validation);
        SaveEpoch(epoch, isBest, validation);
        events.Log("info", $"epoch {epoch} of {Epochs}{(isBest ? ", best so far" : "")}: {Words(validation)}");
        if (spec.Analysis.EveryEpochs is { } every && epoch % every == 0)
            Analyse(epoch);
    }

    private static string Words(IReadOnlyDictionary<string, double> values) =>
        values.Count == 0 ? "checkpoint written" : string.Join(", ", values.Select(v => FormattableString.Invariant($"{v.Key} {v.Value:G4}")));

    private TrainingPosition Advance(int epoch, bool isBest, IReadOnlyDictionary<string, double> validation)
    {
        var bestEpoch = isBest ? epoch : Position.BestEpoch;
        return Position with
        {
            Epoch = epoch,
            StepInEpoch = 0,
            BestEpoch = bestEpoch,
            BestMetrics = isBest ? validation : Position.BestMetrics,
            TrainMetrics = metrics.TakeEpoch().ToDictionary(m => $"train/{m.Key}", m => m.Value),
            StoppedEarly = IsFinalStage && spec.Training.Patience is { } patience && epoch - bestEpoch >= patience,
        };
    }

    private void SaveEpoch(int epoch, bool isBest, IReadOnlyDictionary<string, double> validation)
    {
        if (isBest)
            SaveModel("best", epoch, validation);
        SaveModel("last", epoch, validation);
        if (CheckpointEvery is { } every && epoch % every == 0)
            SaveModel($"epoch-{epoch}", epoch, validation);
    }

    /// <summary>Evaluates a split in evaluation mode without gradients; tags with the split's name.</summary>
    public IReadOnlyDictionary<string, double> Evaluate(Split split)
    {
        progress.Enter("evaluating", Position.Step);
        task.Network.eval();
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var values = task.Evaluate(split).ToDictionary(m => $"{split.Key()}/{m.Key}", m => m.Value);
        task.Network.train();
        return values;
    }

    private void Analyse(int epoch)
    {
        progress.Enter("analysing", Position.Step);
        task.Network.eval();
        task.Analyse(folder, epoch, events.Write);
        task.Network.train();
    }

    private bool IsBest(IReadOnlyDictionary<string, double> validation)
    {
        if (!IsFinalStage)
            return false;
        var (name, higher) = task.Selection;
        var tag = $"{Split.Validation.Key()}/{name}";
        // Without a validation split there is nothing to choose by: the last weights are the result.
        if (!validation.TryGetValue(tag, out var value))
            return true;
        if (!double.IsFinite(value))
            throw new NonFiniteLossException(Position.Step, value);
        return !Position.BestMetrics.TryGetValue(tag, out var best) || (higher ? value > best : value < best);
    }

    private void SaveModel(string name, int epoch, IReadOnlyDictionary<string, double> validation)
    {
        var path = folder.Checkpoint(name);
        var bytes = ModelCheckpoint.Write(path, task.Network.state_dict(), new CheckpointInfo(spec, task.ClassNames, epoch, validation));
        events.Write(new CheckpointSaved(name, Path.GetRelativePath(folder.Root, path), epoch, bytes));
    }

    private void SaveState()
    {
        Position = metrics.Store(Position) with { Seconds = Seconds };
        TrainerState.Write(folder, spec, Position, optimizer!.Steps, StateTensors());
        lastSave = watch.Elapsed;
    }

    private TrainingPosition Restore()
    {
        if (optimizer is null || TrainerState.Open(folder, spec, m => events.Log("warning", m)) is not { } saved)
            return new TrainingPosition();
        TensorFiles.CopyInto(saved.File, StateTensors());
        optimizer.Steps = saved.OptimizerSteps;
        return saved.Position;
    }

    private IEnumerable<KeyValuePair<string, Tensor>> StateTensors() =>
        Prefixed("network.", task.Network.state_dict())
            .Concat(Prefixed("optimizer.", optimizer!.State))
            .Concat(Prefixed("average.", average?.Averages ?? []));

    private static IEnumerable<KeyValuePair<string, Tensor>> Prefixed(string prefix, IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
        tensors.Select(t => KeyValuePair.Create(prefix + t.Key, t.Value));
}
