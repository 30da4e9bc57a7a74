using LsKd.Core.Arrays;

namespace LsKdWeb.Analyses;

/// <summary>The last layer of a network: one template per class.</summary>
public sealed class NetworkHead
{
    private readonly float[] weights, bias;
    private readonly int dimension;

    private NetworkHead(float[] weights, float[] bias, int dimension) => (this.weights, this.bias, this.dimension) = (weights, bias, dimension);

    /// <summary>Number of classes.</summary>
    public int Classes => weights.Length / dimension;

    /// <summary>Reads <c>weights</c> [K, D] and <c>bias</c> [K] (zero where the layer has none).</summary>
    /// <exception cref="InvalidDataException">A tensor is missing or has a wrong shape.</exception>
    public static NetworkHead Open(string path)
    {
        var file = SafeTensorsFile.Open(path);
        var (classes, dimension) = TensorRows.Shape(file, "weights");
        var bias = file.Tensors.ContainsKey("bias") ? file.ReadFloats("bias") : new float[classes];
        return bias.Length == classes
            ? new NetworkHead(file.ReadFloats("weights"), bias, dimension)
            : throw new InvalidDataException($"Tensor 'bias' of '{path}' has {bias.Length} entries for {classes} classes.");
    }

    /// <summary>The template of a class, [D], or [D + 1] with its bias appended.</summary>
    /// <exception cref="InvalidDataException">There is no such class.</exception>
    public double[] Template(int label, bool withBias)
    {
        if (label < 0 || label >= Classes)
            throw new InvalidDataException($"There is no class {label}; the network has {Classes}.");
        var template = new double[dimension + (withBias ? 1 : 0)];
        for (var i = 0; i < dimension; i++)
            template[i] = weights[label * dimension + i];
        if (withBias)
            template[^1] = bias[label];
        return template;
    }
}
