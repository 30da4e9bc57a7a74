using LsKd.Core.Specs;

namespace LsKd.Benchmarks.Steps;

/// <summary>A network and its input, as benchmarked.</summary>
/// <param name="Name">How the report calls it.</param>
/// <param name="Depth">Depth of the CIFAR ResNet.</param>
/// <param name="Width">Channels of its first stage.</param>
/// <param name="Channels">Channels of an image.</param>
/// <param name="Side">Side of an image.</param>
internal sealed record StepNetwork(string Name, int Depth, int Width, int Channels, int Side)
{
    public const int Batch = 128, Classes = 10;

    public static IReadOnlyList<StepNetwork> All { get; } =
    [
        new("ResNet-20, 3x32x32", 20, 16, 3, 32),
        new("ResNet-8 w16, 1x28x28 (quick study's teacher)", 8, 16, 1, 28),
        new("ResNet-8 w6, 1x28x28 (quick study's student)", 8, 6, 1, 28),
    ];

    public int BlocksPerStage => (Depth - 2) / 6;

    public ModelSpec Spec => new() { Name = $"resnet{Depth}", Width = Width };
}

/// <summary>A layout and a number format.</summary>
internal sealed record StepFormat(string Name, bool ChannelsLast, Precision Precision)
{
    public static IReadOnlyList<StepFormat> All { get; } =
    [
        new("default layout", false, Precision.Float32),
        new("default layout, bf16", false, Precision.BFloat16),
        new("channels-last", true, Precision.Float32),
        new("channels-last, bf16", true, Precision.BFloat16),
    ];

    /// <summary>How far apart the two sides' losses may be in any of the first steps; bfloat16 has 8 bits and rounds where a release pleases.</summary>
    public double LossTolerance => Precision is Precision.BFloat16 ? 2e-2 : 1e-3;

    public string Layout => ChannelsLast ? "channels-last" : "default";
}

/// <summary>Times of single steps and evaluations of a batch.</summary>
internal sealed record StepTimes(double[] Seconds, double[] CpuSeconds);

/// <summary>What one side measured in one round: the losses of the untimed first steps, then the times.</summary>
internal sealed record StepMeasurement(string Version, double[] Losses, StepTimes Training, StepTimes Evaluation);
