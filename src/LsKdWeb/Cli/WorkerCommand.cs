using System.CommandLine;
using LsKd.Core.Runs;
using LsKd.Learning.Training;
using LsKdWeb.Jobs;

namespace LsKdWeb.Cli;

/// <summary><c>worker</c>: executes one attempt at a run in this process. Started by the job engine, not by people.</summary>
internal static class WorkerCommand
{
    private static readonly Argument<DirectoryInfo> Folder = new("run-folder") { Description = "The run's folder, with its spec.json." };
    private static readonly Option<int> Attempt = new("--attempt") { Description = "Number of the attempt, from 1.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Threads = new("--threads") { Description = "CPU threads; 0 takes the spec's number, else every core." };
    private static readonly Option<string?> Data = new("--data") { Description = "Folder of data sets that are not embedded (default: the home's).", HelpName = "DIR" };

    private static readonly Option<int> Niceness = new("--niceness") { Description = "How far to step back behind other programs, 0 to 19." };

    public static Command Create()
    {
        var command = new Command("worker", "Execute one attempt at a run in this process (used by the job engine).") { Folder, Attempt, Threads, Data, Niceness };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var folder = new RunFolder(parsed.GetRequiredValue(Folder).FullName);
        if (!File.Exists(folder.SpecFile))
            throw new FileNotFoundException($"{folder.SpecFile} does not exist: this is no run folder.");
        WorkerPriority.Lower(parsed.GetValue(Niceness));
        return RunWorker.Execute(folder, parsed.GetValue(Attempt), new WorkerOptions
        {
            Threads = parsed.GetValue(Threads),
            DataFolder = parsed.GetValue(Data) ?? Hosting.HomeFolder.Find(parsed.GetValue(CommonOptions.Home)).Data,
        });
    }
}
