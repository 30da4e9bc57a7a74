using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Checkpoints;
using LsKd.Learning.Training;
using LsKd.Learning.Training.Events;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis;

/// <summary>The analysis of any checkpoint of a run, on demand.</summary>
public static class CheckpointAnalysis
{
    /// <summary>
    /// Loads a checkpoint and analyses it on all splits. <c>best</c> rewrites the final analysis; every other checkpoint is stored
    /// under its epoch. The log of a run that has ended takes note of the files.
    /// </summary>
    /// <param name="folder">The run; a teacher lies beside it.</param>
    /// <param name="checkpoint"><c>best</c>, <c>last</c> or <c>epoch-N</c>.</param>
    /// <param name="dataFolder">Where data sets that are not embedded lie.</param>
    /// <param name="emit">Receives events.</param>
    /// <returns>The epoch that the files are stored under; null for the final analysis.</returns>
    /// <exception cref="FileNotFoundException">There is no such run or checkpoint.</exception>
    /// <exception cref="ArgumentException">The run has no network for images.</exception>
    public static int? Run(RunFolder folder, string checkpoint, string dataFolder, Action<RunEvent> emit)
    {
        if (!File.Exists(folder.SpecFile))
            throw new FileNotFoundException($"there is no run in '{folder.Root}'");
        var path = folder.Checkpoint(checkpoint);
        if (!File.Exists(path))
            throw new FileNotFoundException($"run '{folder.Id}' has no checkpoint '{checkpoint}'; it has {Known(folder)}");
        var spec = SpecJson.Read(File.ReadAllText(folder.SpecFile));
        if (spec.Task is RunTask.Translation)
            throw new ArgumentException($"run '{folder.Id}' translates; this analysis is for classifiers of images");
        var context = new TaskContext(CPU, folder, dataFolder, message => emit(new LogWritten("warning", message)));
        using var task = TrainingTasks.Create(spec, context);
        ModelCheckpoint.Load(path, task.Network);
        int? epoch = checkpoint == "best" ? null : ModelCheckpoint.ReadInfo(path).Epoch;
        task.Network.eval();
        using var log = OpenLog(folder);
        task.Analyse(folder, epoch, happened =>
        {
            log?.Write(happened);
            emit(happened);
        });
        return epoch;
    }

    // While a worker runs, the log is the worker's alone.
    private static EventWriter? OpenLog(RunFolder folder)
    {
        if (!File.Exists(folder.ResultFile))
            return null;
        var attempt = 1;
        while (File.Exists(folder.EventLog(attempt + 1)))
            attempt++;
        return new EventWriter(folder.EventLog(attempt));
    }

    private static string Known(RunFolder folder)
    {
        var names = Directory.Exists(folder.Checkpoints)
            ? Directory.GetFiles(folder.Checkpoints, "*.safetensors").Select(Path.GetFileNameWithoutExtension).Where(n => n != "trainer").Order().ToArray()
            : [];
        return names.Length == 0 ? "none" : string.Join(", ", names);
    }
}
