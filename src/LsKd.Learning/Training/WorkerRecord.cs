using System.Reflection;
using System.Runtime.InteropServices;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using TorchSharp;

namespace LsKd.Learning.Training;

/// <summary>Says what a run runs on.</summary>
internal static class WorkerRecord
{
    /// <summary>Versions, machine, device, threads, spec hash, sizes.</summary>
    public static RunEnvironment Of(RunSpec spec, ITrainingTask task, torch.Device device, int threads)
    {
        var (version, revision) = Product();
        return new RunEnvironment
        {
            Host = Environment.MachineName,
            ProcessId = Environment.ProcessId,
            ProcessHandle = ProcessHandle.Of(Environment.ProcessId) ?? "",
            OperatingSystem = RuntimeInformation.OSDescription,
            Runtime = RuntimeInformation.FrameworkDescription,
            ProductVersion = version,
            Revision = revision,
            TorchVersion = $"libtorch {torch.__version__}, TorchSharp {typeof(torch).Assembly.GetName().Version?.ToString(3)}",
            Device = device.ToString(),
            Threads = threads,
            VisibleGpus = Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES") is { } gpus and not "NoDevFiles" ? gpus : "",
            SpecHash = SpecJson.Hash(spec),
            Parameters = task.Network.parameters().Sum(p => p.numel()),
            SplitSizes = task.SplitSizes,
            ClassNames = task.ClassNames,
        };
    }

    // The SDK writes "version+revision" when it builds within a repository.
    private static (string Version, string Revision) Product()
    {
        var text = typeof(WorkerRecord).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        var plus = text.IndexOf('+');
        return plus < 0 ? (text, "") : (text[..plus], text[(plus + 1)..]);
    }
}
