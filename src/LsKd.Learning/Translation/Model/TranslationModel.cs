using LsKd.Learning.Translation.Subwords;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Translation.Model;

/// <summary>
/// Encoder-decoder transformer (Vaswani et al. 2017) with sinusoidal positions, in pre- or post-norm form. The decoder's
/// last hidden state is the penultimate activation; the rows of the output layer are the templates of the target units.
/// </summary>
public sealed class TranslationModel : nn.Module
{
    private readonly Embedding target_embedding;
    private readonly Embedding? source_embedding;
    private readonly ModuleList<EncoderLayer> encoder;
    private readonly ModuleList<DecoderLayer> decoder;
    private readonly LayerNorm? encoder_norm, decoder_norm;
    private readonly Linear? output;
    private readonly Dropout drop;
    private readonly int width;

    /// <summary>Builds a model with fresh weights from torch's generator.</summary>
    /// <param name="shape">Its sizes.</param>
    /// <param name="sourceUnits">Size of the source vocabulary.</param>
    /// <param name="targetUnits">Size of the target vocabulary.</param>
    /// <param name="joint">Whether both languages share one vocabulary and embedding.</param>
    public TranslationModel(TransformerShape shape, int sourceUnits, int targetUnits, bool joint)
        : base(nameof(TranslationModel))
    {
        width = shape.Width;
        target_embedding = Embed(targetUnits, width);
        // A module registered under two names would be trained twice.
        source_embedding = joint ? null : Embed(sourceUnits, width);
        encoder = new ModuleList<EncoderLayer>([.. Enumerable.Range(0, shape.Layers).Select(_ => new EncoderLayer(shape))]);
        decoder = new ModuleList<DecoderLayer>([.. Enumerable.Range(0, shape.Layers).Select(_ => new DecoderLayer(shape))]);
        encoder_norm = shape.PreNorm ? nn.LayerNorm(width) : null;
        decoder_norm = shape.PreNorm ? nn.LayerNorm(width) : null;
        output = shape.TieEmbeddings ? null : nn.Linear(width, targetUnits, hasBias: false);
        if (output is not null)
            nn.init.normal_(output.weight!, 0, Math.Pow(width, -0.5));
        drop = nn.Dropout(shape.Dropout);
        RegisterComponents();
    }

    /// <summary>Templates of the target units, [V, D]; there is no bias.</summary>
    public Tensor Templates => output?.weight ?? target_embedding.weight!;

    /// <summary>True where a source position is no padding, [B, 1, 1, S].</summary>
    public static Tensor Mask(Tensor source)
    {
        using var flat = source.ne(Vocabulary.Padding);
        return flat.unsqueeze(1).unsqueeze(1);
    }

    /// <summary>Encodes source ids [B, S] into [B, S, D].</summary>
    public Tensor Encode(Tensor source, Tensor mask)
    {
        using var scope = NewDisposeScope();
        var x = Embedded(source_embedding ?? target_embedding, source, 0);
        foreach (var layer in encoder)
            x = layer.Forward(x, mask);
        return (encoder_norm?.forward(x) ?? x).MoveToOuterDisposeScope();
    }

    /// <summary>Penultimate activations [B, T, D] of target inputs [B, T] under the encoded source.</summary>
    public Tensor Decode(Tensor target, Tensor encoded, Tensor sourceMask)
    {
        using var scope = NewDisposeScope();
        var x = Embedded(target_embedding, target, 0);
        foreach (var layer in decoder)
            x = layer.Forward(x, layer.ProjectSource(encoded), sourceMask);
        return (decoder_norm?.forward(x) ?? x).MoveToOuterDisposeScope();
    }

    /// <summary>Keys and values of the encoded source for every decoder layer, for <see cref="Step"/>.</summary>
    public IReadOnlyList<KeyValues> ProjectSource(Tensor encoded) => [.. decoder.Select(layer => layer.ProjectSource(encoded))];

    /// <summary>One more target unit: ids [B, 1] at a position, to activations [B, D] and the grown caches.</summary>
    public (Tensor Hidden, IReadOnlyList<KeyValues> Caches) Step(
        Tensor units, int position, IReadOnlyList<KeyValues>? caches, IReadOnlyList<KeyValues> source, Tensor sourceMask)
    {
        var x = Embedded(target_embedding, units, position);
        var grown = new List<KeyValues>();
        foreach (var (layer, i) in decoder.Select((layer, i) => (layer, i)))
        {
            (x, var cache) = layer.Step(x, caches?[i], source[i], sourceMask);
            grown.Add(cache);
        }
        return ((decoder_norm?.forward(x) ?? x).squeeze(1), grown);
    }

    /// <summary>Logits [N, V] of activations [N, D].</summary>
    public Tensor Logits(Tensor hidden) => nn.functional.linear(hidden, Templates);

    private static Embedding Embed(int units, int width)
    {
        var embedding = nn.Embedding(units, width, padding_idx: Vocabulary.Padding);
        using var scope = NewDisposeScope();
        using var gradFree = no_grad();
        nn.init.normal_(embedding.weight!, 0, Math.Pow(width, -0.5));
        embedding.weight![Vocabulary.Padding].zero_();
        return embedding;
    }

    private Tensor Embedded(Embedding embedding, Tensor units, int position)
    {
        var x = embedding.forward(units) * Math.Sqrt(width);
        return drop.forward(x + Positions(position, (int)units.shape[1], x.device));
    }

    private Tensor Positions(int first, int count, Device device)
    {
        using var rates = exp(arange(0, width / 2, dtype: ScalarType.Float32, device: device) * (-Math.Log(10000.0) / (width / 2)));
        using var angles = arange(first, first + count, dtype: ScalarType.Float32, device: device).unsqueeze(1) * rates.unsqueeze(0);
        return cat([angles.sin(), angles.cos()], 1);
    }
}
