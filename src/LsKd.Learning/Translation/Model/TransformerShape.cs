using LsKd.Core.Catalogs;
using LsKd.Core.Specs;

namespace LsKd.Learning.Translation.Model;

/// <summary>The sizes of an encoder-decoder transformer.</summary>
/// <param name="Width">Model width D.</param>
/// <param name="Layers">Encoder layers; as many decoder layers.</param>
/// <param name="Heads">Attention heads; must divide the width.</param>
/// <param name="FeedForward">Inner width of the feed-forward layers.</param>
/// <param name="PreNorm">Normalise before each sub-layer.</param>
/// <param name="TieEmbeddings">Share the target embedding with the output layer.</param>
/// <param name="Dropout">In [0, 1).</param>
public sealed record TransformerShape(
    int Width, int Layers, int Heads, int FeedForward, bool PreNorm, bool TieEmbeddings, double Dropout)
{
    /// <summary>The named size, with what the spec sets apart.</summary>
    /// <exception cref="ArgumentException">The name is unknown or the heads do not divide the width.</exception>
    public static TransformerShape Of(ModelSpec model, TranslationSpec translation)
    {
        var size = TranslationCatalog.SizeOf(model, translation)
            ?? throw new ArgumentException($"model.name: '{model.Name}' is not a translation model.");
        var shape = new TransformerShape(
            size.Width, size.Layers, size.Heads, size.FeedForward, translation.PreNorm, translation.TieEmbeddings, model.Dropout);
        return shape.Width % shape.Heads == 0
            ? shape
            : throw new ArgumentException($"translation.heads: {shape.Heads} heads do not divide a width of {shape.Width}.");
    }
}
