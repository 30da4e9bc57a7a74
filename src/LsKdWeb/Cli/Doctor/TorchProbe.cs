using System.Diagnostics;
using System.Text.Json;
using LsKd.Core.Specs;
using LsKd.Learning.Native;
using LsKdWeb.Jobs.Launching;
using LsKdWeb.Jobs.Scheduling;
using LsKdWeb.Hosting;

namespace LsKdWeb.Cli.Doctor;

/// <summary>Loads libtorch in a process of its own, so that a native fault there is a finding here.</summary>
internal static class TorchProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>What became of the attempt: whether it loads, and the devices it offers.</summary>
    /// <param name="program">How this product is started.</param>
    /// <param name="arguments">Arguments that make it write a <see cref="TorchReport"/>.</param>
    public static async Task<IReadOnlyList<Finding>> LookAsync(Jobs.Launching.WorkerCommand program, IReadOnlyList<string> arguments)
    {
        try
        {
            var (code, output, error) = await RunAsync(new ProcessStartInfo(program.File, [.. program.Arguments, .. arguments]));
            return code == 0 ? Loaded(JsonSerializer.Deserialize<TorchReport>(output, SpecJson.Options)!) : [Refused(code, error)];
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or TimeoutException or JsonException)
        {
            return [new("libtorch", $"could not be tried: {e.Message}", false, "Run \"doctor\" again; if this stays, the installation is incomplete.")];
        }
    }

    private static IReadOnlyList<Finding> Loaded(TorchReport report) =>
    [
        new("libtorch", $"{report.LibTorch} loads and computes"),
        new("Devices", report.Gpus > 0 ? $"{report.Gpus} GPUs, CPU with {report.Threads} threads" : $"CPU with {report.Threads} threads, no GPU", true,
            Advice(report.Gpus, GpuCount.Detect())),
    ];

    /// <summary>What to do where the machine has GPUs that libtorch does not offer.</summary>
    public static string Advice(int offered, int present) => offered >= present
        ? ""
        : $"This machine has {present} NVIDIA GPUs and libtorch offers {offered}: build with -p:TorchBackend=cuda and check the driver with nvidia-smi.";

    private static Finding Refused(int code, string error)
    {
        var last = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .FirstOrDefault(line => line.Contains("libtorch", StringComparison.OrdinalIgnoreCase) || line.Contains("GLIBC", StringComparison.Ordinal));
        return new("libtorch", $"does not load: {last ?? ExitReason.Describe(code, memoryKills: false)}", false,
            error.Contains("GLIBC", StringComparison.Ordinal)
                ? "The system's C library or C++ library is too old: use Debian 12, Ubuntu 22.04, or a newer system, or the container image."
                : "Check that the program's folder is complete and that the machine is of the kind it was built for (64-bit x86).");
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start) ?? throw new TimeoutException("the process did not start");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw new TimeoutException($"no answer within {Patience.TotalSeconds:0} seconds");
        }
        return (process.ExitCode, await output, await error);
    }
}
