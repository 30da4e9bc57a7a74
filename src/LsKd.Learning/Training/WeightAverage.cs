using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Training;

/// <summary>
/// Exponential moving average of a network's weights and running statistics. Its decay starts lower, min(d, (1 + t) / (10 + t)) at
/// step t, so that a short run is not held back by its initial weights. Integer buffers are copied.
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly Dictionary<string, Tensor> live;
    private readonly double decay;

    public WeightAverage(nn.Module network, double decay)
    {
        using var _ = no_grad();
        (live, this.decay) = (network.state_dict(), decay);
        Averages = live.ToDictionary(w => w.Key, w => w.Value.detach().clone().DetachFromDisposeScope());
    }

    /// <summary>The averages, by the names of the network's state.</summary>
    public Dictionary<string, Tensor> Averages { get; }

    /// <summary>Takes the weights after a step (from 1) into the average.</summary>
    public void Update(long step)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var share = (float)(1 - Math.Min(decay, (1.0 + step) / (10.0 + step)));
        foreach (var (name, average) in Averages)
            if (average.is_floating_point())
                average.lerp_(live[name], tensor(share, average.dtype, average.device));
            else
                average.copy_(live[name]);
    }

    /// <summary>Puts the averages into the network until the result is disposed, which puts the weights back.</summary>
    public IDisposable Swap()
    {
        Exchange();
        return new Restore(this);
    }

    public void Dispose()
    {
        foreach (var average in Averages.Values)
            average.Dispose();
    }

    private void Exchange()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var (name, average) in Averages)
        {
            var weight = live[name].detach().clone();
            live[name].copy_(average);
            average.copy_(weight);
        }
    }

    private sealed class Restore(WeightAverage owner) : IDisposable
    {
        public void Dispose() => owner.Exchange();
    }
}
