using System.Runtime.InteropServices;
using System.Text.Json;
using LsKd.Core.Analysis;
using LsKd.Core.Arrays;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis;

/// <summary>The last linear layer: its rows are the class templates.</summary>
public sealed class NetworkHead : IDisposable
{
    private readonly double[] templates, biases;

    /// <summary>Copies a layer.</summary>
    /// <param name="weights">[K, D].</param>
    /// <param name="bias">[K]; null stands for zeros.</param>
    /// <exception cref="InvalidDataException">Shapes do not fit, or a value is not finite.</exception>
    public NetworkHead(Tensor weights, Tensor? bias)
    {
        if (weights.dim() != 2 || weights.shape[0] < 2 || weights.shape[1] < 1)
            throw new InvalidDataException($"weights have shape [{string.Join(", ", weights.shape)}], [classes (2 or more), features] is needed");
        if (bias is not null && (bias.dim() != 1 || bias.shape[0] != weights.shape[0]))
            throw new InvalidDataException($"bias has shape [{string.Join(", ", bias.shape)}], [{weights.shape[0]}] is needed");
        using var scope = NewDisposeScope();
        Weights = weights.detach().to(ScalarType.Float64).cpu().clone().DetachFromDisposeScope();
        (Classes, Dimension) = ((int)weights.shape[0], (int)weights.shape[1]);
        templates = Weights.data<double>().ToArray();
        biases = bias is null ? new double[Classes] : bias.detach().to(ScalarType.Float64).cpu().data<double>().ToArray();
        if (!Array.TrueForAll(templates, double.IsFinite) || !Array.TrueForAll(biases, double.IsFinite))
            throw new InvalidDataException($"{(Array.TrueForAll(biases, double.IsFinite) ? "weights" : "bias")} hold a value that is not finite");
    }

    /// <summary>K.</summary>
    public int Classes { get; }

    /// <summary>D.</summary>
    public int Dimension { get; }

    /// <summary>[K, D], float64.</summary>
    public Tensor Weights { get; }

    /// <summary>[K].</summary>
    public IReadOnlyList<double> Bias => biases;

    /// <summary>The plane through three templates, or null where they lie on a line.</summary>
    public PlaneProjection? Plane(int a, int b, int c, bool withBias = false) =>
        PlaneProjection.Through(Template(a, withBias), Template(b, withBias), Template(c, withBias));

    /// <summary>Writes <c>weights</c> [K, D] and <c>bias</c> [K] in float32.</summary>
    public void Write(string path, IReadOnlyList<string> classNames) => SafeTensorsFile.Write(
        path,
        [("weights", "F32", [Classes, Dimension], Singles(templates)), ("bias", "F32", [Classes], Singles(biases))],
        new Dictionary<string, string> { ["class_names"] = JsonSerializer.Serialize(classNames) });

    /// <inheritdoc/>
    public void Dispose() => Weights.Dispose();

    private static byte[] Singles(double[] values) =>
        MemoryMarshal.AsBytes<float>(Array.ConvertAll(values, v => (float)v)).ToArray();

    private double[] Template(int k, bool withBias)
    {
        var row = templates.AsSpan(k * Dimension, Dimension);
        return withBias ? [.. row, biases[k]] : row.ToArray();
    }
}
