using System.Globalization;
using LsKd.Core.Specs;
using TorchSharp;

namespace LsKd.Learning.Training.Memory;

/// <summary>Says which batch size would fit.</summary>
internal static class MemoryAdvice
{
    private const double Gibibyte = 1 << 30;

    /// <summary>Advice after a step ran out of memory: measured in main memory, tried on a device that refuses without harm.</summary>
    /// <param name="probe">Takes steps of the run.</param>
    /// <param name="device">Where they are computed.</param>
    /// <param name="meter">Measures main memory; null where it cannot be measured.</param>
    public static string After(BatchProbe probe, DeviceType device, IMemoryMeter? meter) => device is not DeviceType.CPU
        ? Tried(probe.Field, probe.Size, BatchTrial.Largest(probe.Size, probe.Step))
        : Measured(probe.Field, probe.Unit, probe.Size, meter is null ? null : BatchFit.Measure(meter, probe.Size, probe.Step));

    /// <summary>Advice where nothing could be measured.</summary>
    public static string Guess(RunSpec? spec) => spec?.Training.BatchSize is > 1 and var batch && spec.Task is RunTask.ImageClassification
        ? $"try training.batchSize {batch / 2} instead of {batch}"
        : "try a smaller batch or a smaller network";

    /// <summary>What a measurement says of a size that did not fit.</summary>
    public static string Measured(string field, string unit, int size, BatchFit? fit) => fit switch
    {
        null => $"try {field} {Math.Max(1, size / 2)} instead of {size}",
        { Fitting: 0 } => NothingFits,
        { Fitting: var n } when n >= size =>
            $"but a training step of {size} {unit} needs about {Text(fit.Needs(size))} of the {Text(fit.Limit)} that this process may hold now: "
            + "others may have held memory meanwhile, or evaluation and analysis, which take 256 images at a time, need more",
        _ => $"a training step of {size} {unit} needs about {Text(fit.Needs(size))}, and this process may hold {Text(fit.Limit)}: {field} {Round(fit.Fitting)} would fit",
    };

    private static string Tried(string field, int size, int largest) => largest == 0 ? NothingFits : $"{field} {largest} fits (a step was tried); {size} does not";

    private static string NothingFits => "not even one sample fits: take a smaller network or smaller images";

    private static int Round(int size) => size < 16 ? size : size / 8 * 8;

    private static string Text(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / Gibibyte:0.0#} GiB");
}
