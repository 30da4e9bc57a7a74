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
        "resnet18" => Basic(shape, [2, 2, 2, 2]),
        "resnet34" => Basic(shape, [3, 4, 6, 3]),
        "resnet50" => Deep(shape, [3, 4, 6, 3]),
        "resnet101" => Deep(shape, [3, 4, 23, 3]),
        "wide-resnet50-2" => Deep(shape, [3, 4, 6, 3], groupWidth: 128),
        "resnext50-32x4d" => Deep(shape, [3, 4, 6, 3], 32, 4),
        "resnext101-32x8d" => Deep(shape, [3, 4, 23, 3], 32, 8),
        _ => throw new ArgumentException($"'{name}' is not a residual network"),
    };

    private static ResNet Cifar(ModelShape shape, int depth) => Basic(shape, [depth, depth, depth], smallStem: true);

    private static ResNet Basic(ModelShape shape, int[] depths, bool smallStem = false) =>
        new(shape, smallStem, depths, 1, (inputs, planes, stride) => new BasicBlock(inputs, planes, stride));

    private static ResNet Deep(ModelShape shape, int[] depths, int groups = 1, int groupWidth = 64) =>
        new(shape, false, depths, Bottleneck.Expansion,
            (inputs, planes, stride) => new Bottleneck(inputs, planes, stride, groups, groupWidth));
}
