using LsKd.Learning.Translation.Model;
using LsKd.Learning.Translation.Training;
using static TorchSharp.torch;

namespace LsKd.Learning.Translation.Decoding;

/// <summary>A sentence's translation.</summary>
/// <param name="Text">The translation.</param>
/// <param name="Units">Its units as text, <c>▁</c> for a space.</param>
/// <param name="Confidences">Probability of each unit when it was chosen, then of the end.</param>
/// <param name="Score">Length-normalised log probability.</param>
public sealed record TranslatedSentence(string Text, IReadOnlyList<string> Units, IReadOnlyList<double> Confidences, double Score);

/// <summary>Translates text with a trained model.</summary>
public sealed class Translator(TranslationModel model, Vocabularies vocabularies, DecodingOptions options, Device device)
{
    private const int RowsPerBatch = 256;

    /// <summary>Translates sentences, in their order; like lengths are batched together.</summary>
    public IReadOnlyList<TranslatedSentence> Translate(IReadOnlyList<string> sentences)
    {
        var sources = sentences.Select(vocabularies.Source.Encode).ToArray();
        var order = Enumerable.Range(0, sources.Length).OrderBy(i => sources[i].Length).ThenBy(i => i);
        var results = new TranslatedSentence[sources.Length];
        var search = new BeamSearch(model, options);
        foreach (var chunk in order.Chunk(Math.Max(1, RowsPerBatch / options.Beam)))
        {
            var found = search.Translate([.. chunk.Select(i => sources[i])], device);
            for (var i = 0; i < chunk.Length; i++)
                results[chunk[i]] = Sentence(found[i]);
        }
        return results;
    }

    private TranslatedSentence Sentence(Hypothesis h) =>
        new(vocabularies.Target.Decode(h.Units), [.. h.Units.Select(vocabularies.Target.Text)], h.Confidences, h.Score);
}
