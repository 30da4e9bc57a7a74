using LsKd.Learning.Data;
using LsKd.Learning.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Training.Images;

/// <summary>A network that answers for every batch: frozen, in evaluation mode, without gradients.</summary>
public sealed class LiveTeacher : ITeacher
{
    private readonly ImageModel network;
    private readonly Func<IDisposable> precision;

    /// <summary>Freezes the network and takes it over.</summary>
    /// <param name="network">The teacher.</param>
    /// <param name="precision">Opens a scope of the number format to compute in.</param>
    public LiveTeacher(ImageModel network, Func<IDisposable> precision)
    {
        (this.network, this.precision) = (network, precision);
        network.eval();
        foreach (var weight in network.parameters())
            weight.requires_grad_(false);
    }

    /// <inheritdoc/>
    public Tensor OfTraining(ImageBatch batch, Tensor images) => Of(images);

    /// <inheritdoc/>
    public Tensor Of(Tensor images)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        using var format = precision();
        return network.forward(images).to(float32).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();
}
