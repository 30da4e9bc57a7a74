using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Translation.Training;
using static TorchSharp.torch;

namespace LsKd.Learning.Translation.Decoding;

/// <summary>Translates with the model of a stored run.</summary>
public static class RunTranslator
{
    /// <summary>Translates sentences on the CPU.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="checkpoint">Which weights; null takes the average where there is one, else the best.</param>
    /// <param name="sentences">German sentences.</param>
    /// <param name="beam">Hypotheses kept; null takes the spec's.</param>
    /// <exception cref="ArgumentException">There is no such run or checkpoint, or it does not translate.</exception>
    public static IReadOnlyList<TranslatedSentence> Translate(
        RunFolder folder, string? checkpoint, IReadOnlyList<string> sentences, int? beam)
    {
        using var model = TranslationNetwork.Load(folder, checkpoint ?? Result(folder));
        var settings = TranslationNetwork.Settings(SpecJson.Read(File.ReadAllText(folder.SpecFile)));
        var options = new DecodingOptions(beam ?? settings.Beam, settings.LengthPenalty);
        return new Translator(model, Vocabularies.Read(folder), options, CPU).Translate(sentences);
    }

    /// <summary>The checkpoint that is a run's result: the average where there is one, else the best.</summary>
    public static string Result(RunFolder folder) =>
        File.Exists(folder.Checkpoint(Checkpoints.CheckpointAverage.Name)) ? Checkpoints.CheckpointAverage.Name : "best";
}
