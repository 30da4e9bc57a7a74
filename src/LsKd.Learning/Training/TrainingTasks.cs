using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Analysis;
using LsKd.Learning.Training.Images;
using LsKd.Learning.Training.Imported;
using LsKd.Learning.Translation.Training;
using static TorchSharp.torch;

namespace LsKd.Learning.Training;

/// <summary>What a task may use of the worker.</summary>
/// <param name="Device">Where to compute.</param>
/// <param name="Folder">The run; teachers' folders lie beside it.</param>
/// <param name="DataFolder">Where data sets that are not embedded lie.</param>
/// <param name="Warn">Logs a line for people.</param>
public sealed record TaskContext(Device Device, RunFolder Folder, string DataFolder, Action<string> Warn);

/// <summary>Builds what a spec's task needs.</summary>
public static class TrainingTasks
{
    /// <summary>The task of a run.</summary>
    /// <exception cref="ArgumentException">The spec asks for something impossible; the message names the field.</exception>
    public static ITrainingTask Create(RunSpec spec, TaskContext context) => spec.Task switch
    {
        RunTask.Imported when BundleFile.IsBundle(spec.Model.Weights) => new BundleTask(BundleFile.Open(spec.Model.Weights!), spec.Analysis),
        RunTask.ImageClassification or RunTask.Imported => ImageTaskBuilder.Build(spec, context),
        RunTask.Translation => TranslationTaskBuilder.Build(spec, context),
        _ => throw new ArgumentException($"task: '{spec.Task}' cannot be trained"),
    };
}
