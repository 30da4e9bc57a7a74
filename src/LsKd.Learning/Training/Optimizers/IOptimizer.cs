using static TorchSharp.torch;

namespace LsKd.Learning.Training.Optimizers;

/// <summary>Updates weights by their gradients. Its whole state can be saved and restored bit for bit.</summary>
public interface IOptimizer : IDisposable
{
    /// <summary>Takes one step at a learning rate.</summary>
    void Step(double rate);

    /// <summary>Frees the gradients, so that the next backward pass makes new ones.</summary>
    void ClearGradients();

    /// <summary>Its tensors by name; restored by copying into them.</summary>
    IReadOnlyDictionary<string, Tensor> State { get; }

    /// <summary>Steps taken.</summary>
    long Steps { get; set; }
}
