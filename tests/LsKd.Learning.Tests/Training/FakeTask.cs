using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Learning.Objectives;
using LsKd.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Training;

/// <summary>Points on two rings for a network with normalisation and dropout; quick, and the same for the same (seed, epoch).</summary>
internal sealed class FakeTask : ITrainingTask
{
    private const int Batch = 16;

    public FakeTask(int seed = 1, int steps = 7)
    {
        StepsPerEpoch = steps;
        manual_seed(seed);
        Network = nn.Sequential(
            ("first", nn.Linear(2, 12)), ("norm", nn.BatchNorm1d(12)), ("act", nn.ReLU()), ("drop", nn.Dropout(0.3)), ("last", nn.Linear(12, 2)));
    }

    public nn.Module<Tensor, Tensor> Network { get; }

    nn.Module ITrainingTask.Network => Network;

    public IReadOnlyList<string> ClassNames => ["inner", "outer"];

    public IReadOnlyDictionary<string, int> SplitSizes => new Dictionary<string, int> { ["train"] = Batch * StepsPerEpoch };

    public int StepsPerEpoch { get; }

    public (string Tag, bool HigherIsBetter) Selection => ("top1", true);

    /// <summary>Called before each step's forward pass with its number in the run, from 1.</summary>
    public Action<long> BeforeStep { get; set; } = _ => { };

    /// <summary>Added to the loss of a step (numbered from 1).</summary>
    public Func<long, double> Disturbance { get; set; } = _ => 0;

    /// <summary>Validation top-1 by evaluation (from 0); null measures it.</summary>
    public IReadOnlyList<double>? Scores { get; set; }

    public List<Split> Evaluated { get; } = [];

    public IEnumerable<TrainingStep> Epoch(int epoch)
    {
        for (var i = 0; i < StepsPerEpoch; i++)
        {
            var number = (long)(epoch - 1) * StepsPerEpoch + i + 1;
            yield return new TrainingStep(Batch, () => Loss(number));
        }
    }

    public IReadOnlyDictionary<string, double> Evaluate(Split split)
    {
        Assert.False(Network.training);
        Evaluated.Add(split);
        var (points, labels) = Draw(split is Split.Validation ? 100_001 : 100_002, 64);
        var logits = Network.forward(points);
        return new Dictionary<string, double>
        {
            ["top1"] = Scores?[Evaluated.Count(s => s is Split.Validation) - 1] ?? logits.argmax(1).eq(labels).to(float64).mean().ToDouble(),
            ["nll"] = nn.functional.cross_entropy(logits, labels).ToDouble(),
        };
    }

    public void Analyse(RunFolder folder, int? epoch, Action<RunEvent> emit) =>
        emit(new ArtifactWritten("analysis", $"epoch {epoch}", "train", epoch ?? 0));

    public void Dispose() => Network.Dispose();

    private LossParts Loss(long number)
    {
        BeforeStep(number);
        Assert.True(Network.training);
        var (points, labels) = Draw(number, Batch);
        var loss = nn.functional.cross_entropy(Network.forward(points), labels) + Disturbance(number);
        return new LossParts(loss, [("hard_ce", loss.detach())]);
    }

    private static (Tensor Points, Tensor Labels) Draw(long seed, int count)
    {
        using var generator = new Generator((ulong)seed, CPU);
        var labels = randint(0, 2, [count], dtype: int64, generator: generator);
        var angle = rand([count], generator: generator) * 6.2831853;
        var radius = labels.to(float32) + 0.5 + rand([count], generator: generator);
        return (stack([radius * angle.cos(), radius * angle.sin()], 1), labels);
    }
}
