using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using LsKd.Core.Specs;
using LsKdWeb.Hosting;

namespace LsKdWeb.Cli;

/// <summary><c>doctor</c>: what this machine offers, and what to do where something is missing.</summary>
internal static class DoctorCommand
{
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("doctor", "Report versions, devices and folders, and what to do when something is missing.");
        command.Options.Add(Json);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var findings = Findings(HomeFolder.Find(parsed.GetValue(CommonOptions.Home))).ToList();
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Json))
            output.WriteLine(JsonSerializer.Serialize(findings, SpecJson.Indented));
        else
            findings.ForEach(f => output.WriteLine($"{(f.Good ? "ok  " : "FAIL")} {f.Topic}: {f.Value}{(f.Advice.Length > 0 ? $"\n     {f.Advice}" : "")}"));
        return findings.All(f => f.Good) ? 0 : 1;
    }

    private static IEnumerable<Finding> Findings(HomeFolder home)
    {
        yield return new("Product", typeof(DoctorCommand).Assembly.GetName().Version?.ToString(3) ?? "unknown");
        yield return new("Runtime", RuntimeInformation.FrameworkDescription);
        yield return new("System", $"{RuntimeInformation.OSDescription} ({RuntimeInformation.OSArchitecture}), {Environment.ProcessorCount} processors");
        yield return CheckHome(home);
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

    /// <summary>One line of the report.</summary>
    private sealed record Finding(string Topic, string Value, bool Good = true, string Advice = "");
}
