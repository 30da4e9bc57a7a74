using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Checkpoints;
using LsKd.Learning.Training;
using LsKd.Learning.Translation.Model;
using static TorchSharp.torch;

namespace LsKd.Learning.Translation.Training;

/// <summary>Builds translation models and loads them from run folders.</summary>
public static class TranslationNetwork
{
    /// <summary>A fresh network whose weights the seed decides.</summary>
    public static TranslationModel Create(RunSpec spec, Vocabularies vocabularies)
    {
        manual_seed(spec.Training.Seed);
        return new TranslationModel(
            TransformerShape.Of(spec.Model, Settings(spec)), vocabularies.Source.Size, vocabularies.Target.Size, vocabularies.Joint);
    }

    /// <summary>The network of a run with the weights of one of its checkpoints, in evaluation mode on the CPU.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="checkpoint"><c>best</c>, <c>last</c>, <c>average</c> or <c>epoch-N</c>.</param>
    /// <exception cref="ArgumentException">There is no such run or checkpoint, or it is no translation run.</exception>
    public static TranslationModel Load(RunFolder folder, string checkpoint)
    {
        if (!File.Exists(folder.SpecFile))
            throw new ArgumentException($"teacher.run: there is no run '{folder.Id}' beside this one");
        if (!File.Exists(folder.Checkpoint(checkpoint)))
            throw new ArgumentException($"teacher.checkpoint: run '{folder.Id}' has no checkpoint '{checkpoint}'");
        var spec = SpecJson.Read(File.ReadAllText(folder.SpecFile));
        if (spec.Task is not RunTask.Translation)
            throw new ArgumentException($"teacher.run: run '{folder.Id}' does not translate");
        var model = Create(spec, Vocabularies.Read(folder));
        ModelCheckpoint.Load(folder.Checkpoint(checkpoint), model);
        model.eval();
        return model;
    }

    /// <summary>The translation settings of a spec, or their defaults.</summary>
    public static TranslationSpec Settings(RunSpec spec) => spec.Translation ?? new TranslationSpec();
}
