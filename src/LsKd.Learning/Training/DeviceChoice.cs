using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Training;

/// <summary>Turns a spec's device into one that is there.</summary>
internal static class DeviceChoice
{
    /// <summary><c>auto</c> takes the first GPU where there is one.</summary>
    /// <exception cref="ArgumentException">The name is none, or there is no such GPU.</exception>
    public static Device Of(string name) => name switch
    {
        "auto" => cuda.is_available() ? new Device(DeviceType.CUDA, 0) : CPU,
        "cpu" => CPU,
        "cuda" => Gpu(name, 0),
        _ when name.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(name[5..], out var index) => Gpu(name, index),
        _ => throw new ArgumentException($"training.device: '{name}' is not 'auto', 'cpu' or 'cuda:N'"),
    };

    private static Device Gpu(string name, int index) => cuda.is_available() && index >= 0 && index < cuda.device_count()
        ? new Device(DeviceType.CUDA, index)
        : throw new ArgumentException($"training.device: there is no '{name}' on this machine, or this build computes on the CPU alone");
}
