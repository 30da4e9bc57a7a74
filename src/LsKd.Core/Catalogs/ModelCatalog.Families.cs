using System.Globalization;
using System.Text.RegularExpressions;

namespace LsKd.Core.Catalogs;

public static partial class ModelCatalog
{
    private static int[] Small => [28, 32];
    private static int[] Any => [28, 32, 64, 224];
    private static int[] From32 => [32, 64, 224];
    private static int[] From64 => [64, 224];

    private static IEnumerable<ModelDescriptor> CifarResNets =>
        from net in ((int Depth, long Parameters)[])
            [(8, 142_392), (14, 239_608), (20, 336_824), (32, 531_256), (44, 725_688), (56, 920_120), (110, 1_795_064)]
        select new ModelDescriptor(
            $"resnet{net.Depth}", "CIFAR ResNet", $"ResNet-{net.Depth} (CIFAR)", 16, true, Small, net.Parameters);

    private static IEnumerable<ModelDescriptor> WideResNets => [Wide(16, 2), Wide(28, 10), Wide(40, 1), Wide(40, 2)];

    private static IEnumerable<ModelDescriptor> CifarPlain =>
    [
        new("mlp", "MLP", "Two hidden layers", 1200, true, Small, 6_329_800),
        new("vgg8", "VGG", "VGG-8 (CIFAR)", 64, true, Small, 4_426_728),
        new("vgg13-cifar", "VGG", "VGG-13 (CIFAR)", 64, true, Small, 9_923_880),
        new("vgg16-cifar", "VGG", "VGG-16 (CIFAR)", 64, true, Small, 15_236_136),
        new("alexnet-cifar", "AlexNet", "AlexNet (CIFAR, two convolutions)", 64, true, [24, 28, 32], 1_947_496),
    ];

    private static IEnumerable<ModelDescriptor> ImageNetResNets =>
    [
        new("resnet18", "ResNet", "ResNet-18", 64, true, Any, 11_689_512),
        new("resnet34", "ResNet", "ResNet-34", 64, true, Any, 21_797_672),
        new("resnet50", "ResNet", "ResNet-50", 64, true, Any, 25_557_032),
        new("resnet101", "ResNet", "ResNet-101", 64, true, Any, 44_549_160),
        new("wide-resnet50-2", "Wide ResNet", "Wide ResNet-50-2", 64, false, Any, 68_883_240),
        new("resnext50-32x4d", "ResNeXt", "ResNeXt-50 32x4d", 64, false, Any, 25_028_904),
        new("resnext101-32x8d", "ResNeXt", "ResNeXt-101 32x8d", 64, false, Any, 88_791_336),
    ];

    private static IEnumerable<ModelDescriptor> ImageNetOthers =>
    [
        new("densenet121", "DenseNet", "DenseNet-121", 64, false, Any, 7_978_856),
        new("mobilenetv2", "MobileNet", "MobileNetV2", 32, false, Any, 3_504_872),
        new("vgg13", "VGG", "VGG-13", 64, false, From32, 133_047_848),
        new("vgg13-bn", "VGG", "VGG-13 with batch normalisation", 64, false, From32, 133_053_736),
        new("vgg16", "VGG", "VGG-16", 64, false, From32, 138_357_544),
        new("vgg16-bn", "VGG", "VGG-16 with batch normalisation", 64, false, From32, 138_365_992),
        new("alexnet", "AlexNet", "AlexNet", 64, false, From64, 61_100_840),
    ];

    private static IEnumerable<ModelDescriptor> Binary =>
    [
        new("reactnet-small", "Binary", "ReActNet, small", 32, true, Small, 438_056),
        new("reactnet-small-real", "Binary", "ReActNet, small: real-valued twin", 32, true, Small, 438_056),
        new("reactnet18", "Binary", "ReActNet-18", 64, true, Any, 11_704_424),
        new("reactnet18-real", "Binary", "ReActNet-18: real-valued twin", 64, true, Any, 11_704_424),
    ];

    /// <summary>Depth and widening factor of a name such as <c>wrn-40-2</c>; null for other names and impossible depths.</summary>
    public static (int Depth, int Factor)? WideResNet(string name)
    {
        var match = WideName().Match(name);
        if (!match.Success)
            return null;
        var depth = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        var factor = int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
        return depth >= 10 && (depth - 4) % 6 == 0 && factor >= 1 ? (depth, factor) : null;
    }

    private static ModelDescriptor Wide(int depth, int factor) =>
        new($"wrn-{depth}-{factor}", "Wide ResNet", $"WRN-{depth}-{factor}", 16 * factor, false, Small, WideParameters(depth, factor));

    private static long WideParameters(int depth, int factor)
    {
        const int stem = 16, classes = 1000;
        var (total, inputs) = (3L * stem * 9, (long)stem);
        for (var stage = 0; stage < 3; stage++)
        {
            var outputs = (long)(stem * factor) << stage;
            var others = (depth - 4) / 6 * 2 - 1;
            total += 2 * inputs + 9 * inputs * outputs + (inputs == outputs ? 0 : inputs * outputs);
            total += others * (2 * outputs + 9 * outputs * outputs);
            inputs = outputs;
        }
        return total + 2 * inputs + (inputs + 1) * classes;
    }

    [GeneratedRegex(@"^wrn-(\d{2,3})-(\d{1,2})$", RegexOptions.CultureInvariant)]
    private static partial Regex WideName();
}
