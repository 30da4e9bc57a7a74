using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Models;
using LsKd.Learning.Models.Import;

namespace LsKd.Learning.Training.Images;

/// <summary>Puts the weights that a spec names into a fresh network.</summary>
internal static class StartingWeights
{
    /// <summary>
    /// Loads <see cref="ModelSpec.Weights"/>, if any. A run that has a saved state needs them no more. Training may start from a
    /// network of other classes; its last layer then starts afresh, which is logged.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is torn or does not fit the network.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static void Load(RunSpec spec, TaskContext context, ImageModel network)
    {
        if (spec.Model.Weights is not { Length: > 0 } path || File.Exists(context.Folder.TrainerState))
            return;
        if (!File.Exists(path))
            throw new FileNotFoundException($"model.weights: there is no file '{path}'");
        if (spec.Task is RunTask.Imported)
            WeightImport.Load(network, path);
        else if (WeightImport.Start(network, path).HeadKept)
            context.Warn($"'{path}' knows other classes than this data set: the last layer starts afresh");
    }
}
