namespace LsKd.Learning.Models.Residual;

/// <summary>The residual networks by name.</summary>
internal static class ResNets
{
    /// <summary>Builds one.</summary>
    /// <exception cref="ArgumentException">The name is not one of theirs.</exception>
    public static ImageModel Create(string name, ModelShape shape) => name switch
    {
        "resnet8" => Cifar(shape, 1),
        "resnet14" => Cifar(shape, 2),
        "resnet20" => Cifar(shape, 3),
        "resnet32" => Cifar(shape, 5),
        "resnet44" => Cifar(shape, 7),
        "resnet56" => Cifar(shape, 9),
        "resnet110" => Cifar(shape, 18),
        _ => throw new ArgumentException($"'{name}' is not a residual network"),
    };

    private static ResNet Cifar(ModelShape shape, int depth) => Basic(shape, [depth, depth, depth]);

    private static ResNet Basic(ModelShape shape, int[] depths) =>
        new(shape, depths, 1, (inputs, planes, stride) => new BasicBlock(inputs, planes, stride));
}
