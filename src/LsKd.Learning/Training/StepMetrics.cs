using LsKd.Learning.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Training;

/// <summary>
/// Gathers each step's loss and its parts on the device and reads them once per window of steps, so that no step waits for the
/// device. A loss that is not finite is found at that reading, and the step it began at is named.
/// </summary>
internal sealed class StepMetrics : IDisposable
{
    private const string Loss = "loss";
    private readonly Dictionary<string, List<(Tensor Value, int Samples)>> unread = [];
    private readonly Dictionary<string, List<WeightedValue>> window;
    private readonly Dictionary<string, WeightedValue> sums;
    private long lastStep;

    public StepMetrics(TrainingPosition position)
    {
        window = position.Window.ToDictionary(w => w.Key, w => w.Value.ToList());
        sums = position.EpochSums.ToDictionary();
    }

    /// <summary>Steps in the window.</summary>
    public int Count => Math.Max(window.GetValueOrDefault(Loss)?.Count ?? 0, 0) + (unread.GetValueOrDefault(Loss)?.Count ?? 0);

    /// <summary>Keeps a step's values; the tensors outlive the caller's dispose scope.</summary>
    public void Add(long step, int samples, LossParts parts)
    {
        lastStep = step;
        Keep(Loss, parts.Total, samples);
        foreach (var (name, value) in parts.Parts)
            Keep(name, value, samples);
    }

    /// <summary>Means over the window, which then is empty; also adds it to the epoch's sums.</summary>
    /// <exception cref="NonFiniteLossException">A loss was NaN or infinite.</exception>
    public IReadOnlyDictionary<string, double> TakeWindow()
    {
        Read();
        var means = new Dictionary<string, double>();
        foreach (var (name, values) in window)
        {
            means[name] = Mean(values);
            var (sum, weight) = sums.GetValueOrDefault(name);
            sums[name] = new(sum + values.Sum(v => v.Value * v.Weight), weight + values.Sum(v => v.Weight));
        }
        window.Clear();
        return means;
    }

    /// <summary>Means over the epoch, whose sums then are empty.</summary>
    public IReadOnlyDictionary<string, double> TakeEpoch()
    {
        var means = sums.ToDictionary(s => s.Key, s => s.Value.Value / s.Value.Weight);
        sums.Clear();
        return means;
    }

    /// <summary>Writes the unlogged values into a position.</summary>
    /// <exception cref="NonFiniteLossException">A loss was NaN or infinite.</exception>
    public TrainingPosition Store(TrainingPosition position)
    {
        Read();
        return position with
        {
            Window = window.ToDictionary(w => w.Key, w => (IReadOnlyList<WeightedValue>)[.. w.Value]),
            EpochSums = sums.ToDictionary(),
        };
    }

    public void Dispose()
    {
        foreach (var (value, _) in unread.Values.SelectMany(v => v))
            value.Dispose();
        unread.Clear();
    }

    private static double Mean(List<WeightedValue> values) => values.Sum(v => v.Value * v.Weight) / values.Sum(v => v.Weight);

    private void Keep(string name, Tensor value, int samples)
    {
        if (!unread.TryGetValue(name, out var values))
            unread[name] = values = [];
        values.Add((value.detach().DetachFromDisposeScope(), samples));
    }

    private void Read()
    {
        using var scope = NewDisposeScope();
        foreach (var (name, values) in unread)
        {
            if (values.Count == 0)
                continue;
            var numbers = stack(values.Select(v => v.Value)).to(float64).cpu().data<double>().ToArray();
            if (name == Loss)
                CheckFinite(numbers);
            if (!window.TryGetValue(name, out var target))
                window[name] = target = [];
            target.AddRange(numbers.Select((n, i) => new WeightedValue(n, values[i].Samples)));
        }
        Dispose();
    }

    private void CheckFinite(double[] losses)
    {
        var index = Array.FindIndex(losses, l => !double.IsFinite(l));
        if (index >= 0)
            throw new NonFiniteLossException(lastStep - losses.Length + 1 + index, losses[index]);
    }
}

/// <summary>A loss was NaN or infinite.</summary>
public sealed class NonFiniteLossException(long step, double value) : Exception($"the loss became {value} at step {step}")
{
    /// <summary>The first such step, from 1.</summary>
    public long Step { get; } = step;
}
