using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using LsKd.Core.Specs;
using LsKd.Learning.Native;
using LsKdWeb.Cli.Doctor;
using LsKdWeb.Hosting;
using LsKdWeb.Jobs;
using LsKdWeb.Jobs.Launching.Slurm;

namespace LsKdWeb.Cli;

/// <summary><c>doctor</c>: what this machine offers, and what to do where something is missing.</summary>
internal static class DoctorCommand
{
    private const string LoadName = "--load-libtorch";
    private static readonly Option<bool> Json = CommonOptions.Json();
    private static readonly Option<bool> Load = new(LoadName) { Description = "Load libtorch in this process and report on it.", Hidden = true };

    public static Command Create()
    {
        var command = new Command("doctor", "Report versions, devices and folders, and what to do when something is missing.") { Json, Load };
        command.SetAction((parsed, _) => parsed.GetValue(Load) ? Task.FromResult(ReportTorch(parsed)) : RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        var findings = await FindingsAsync(HomeFolder.Find(parsed.GetValue(CommonOptions.Home)));
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Json))
            output.WriteLine(JsonSerializer.Serialize(findings, SpecJson.Indented));
        else
            findings.ForEach(f => output.WriteLine($"{(f.Good ? "ok  " : "FAIL")} {f.Topic}: {f.Value}{(f.Advice.Length > 0 ? $"\n     {f.Advice}" : "")}"));
        return findings.All(f => f.Good) ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static int ReportTorch(ParseResult parsed)
    {
        parsed.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(TorchReport.Read(), SpecJson.Options));
        return ExitCodes.Success;
    }

    private static async Task<List<Finding>> FindingsAsync(HomeFolder home)
    {
        List<Finding> findings =
        [
            new("Product", typeof(DoctorCommand).Assembly.GetName().Version?.ToString(3) ?? "unknown"),
            new("Runtime", RuntimeInformation.FrameworkDescription),
            new("System", $"{RuntimeInformation.OSDescription} ({RuntimeInformation.OSArchitecture}), {Environment.ProcessorCount} processors"),
            CheckHome(home),
            TorchFiles.Backend(AppContext.BaseDirectory, Environment.GetEnvironmentVariable("LD_LIBRARY_PATH")),
        ];
        if (TorchFiles.CppLibrary() is { } library)
            findings.Add(library);
        findings.AddRange(await TorchProbe.LookAsync(Jobs.Launching.WorkerCommand.Self(), ["doctor", LoadName]));
        findings.AddRange(await SlurmAsync(home));
        return findings;
    }

    private static async Task<IReadOnlyList<Finding>> SlurmAsync(HomeFolder home)
    {
        var settings = new SiteSettingsFile(home);
        return settings.Current.Launcher == "slurm" ? await new SlurmCheck(new SlurmTools(), settings, home).LookAsync(CancellationToken.None) : [];
    }

    private static Finding CheckHome(HomeFolder home)
    {
        try
        {
            home.Ensure();
            var probe = Path.Combine(home.Root, $".probe-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            var free = new DriveInfo(home.Root).AvailableFreeSpace / (1 << 20);
            return new("Home folder", $"{home.Root}, {free:N0} MiB free");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new("Home folder", e.Message, false, $"Choose a writable folder with --home or {HomeFolder.Variable}.");
        }
    }
}
