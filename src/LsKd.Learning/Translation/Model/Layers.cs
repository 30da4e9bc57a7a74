using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Translation.Model;

/// <summary>What encoder and decoder layers share: the wiring of a sub-layer, and the feed-forward one.</summary>
internal abstract class TransformerLayer : nn.Module
{
    private readonly bool preNorm;
    private readonly Linear fc1, fc2;
    private readonly LayerNorm ff_norm;
    private readonly Dropout drop;

    protected TransformerLayer(string name, TransformerShape shape)
        : base(name)
    {
        preNorm = shape.PreNorm;
        fc1 = nn.Linear(shape.Width, shape.FeedForward);
        fc2 = nn.Linear(shape.FeedForward, shape.Width);
        ff_norm = nn.LayerNorm(shape.Width);
        drop = nn.Dropout(shape.Dropout);
        nn.init.xavier_uniform_(fc1.weight!);
        nn.init.xavier_uniform_(fc2.weight!);
    }

    /// <summary>x + f(norm(x)), or norm(x + f(x)) in the post-norm form.</summary>
    protected Tensor Residual(Tensor x, LayerNorm norm, Func<Tensor, Tensor> inner) =>
        preNorm ? x + drop.forward(inner(norm.forward(x))) : norm.forward(x + drop.forward(inner(x)));

    protected Tensor FeedForward(Tensor x) =>
        Residual(x, ff_norm, h => fc2.forward(drop.forward(nn.functional.relu(fc1.forward(h)))));
}

/// <summary>Self-attention over the source, then feed-forward.</summary>
internal sealed class EncoderLayer : TransformerLayer
{
    private readonly Attention self_attn;
    private readonly LayerNorm self_norm;

    public EncoderLayer(TransformerShape shape)
        : base(nameof(EncoderLayer), shape)
    {
        self_attn = new Attention(shape.Width, shape.Heads, shape.Dropout);
        self_norm = nn.LayerNorm(shape.Width);
        RegisterComponents();
    }

    /// <summary>[B, S, D] to [B, S, D].</summary>
    public Tensor Forward(Tensor x, Tensor mask)
    {
        using var scope = NewDisposeScope();
        var h = Residual(x, self_norm, n => self_attn.Attend(n, self_attn.Project(n), mask));
        return FeedForward(h).MoveToOuterDisposeScope();
    }
}

/// <summary>Causal self-attention over the target, attention to the source, then feed-forward.</summary>
internal sealed class DecoderLayer : TransformerLayer
{
    private readonly Attention self_attn, cross_attn;
    private readonly LayerNorm self_norm, cross_norm;

    public DecoderLayer(TransformerShape shape)
        : base(nameof(DecoderLayer), shape)
    {
        self_attn = new Attention(shape.Width, shape.Heads, shape.Dropout);
        cross_attn = new Attention(shape.Width, shape.Heads, shape.Dropout);
        self_norm = nn.LayerNorm(shape.Width);
        cross_norm = nn.LayerNorm(shape.Width);
        RegisterComponents();
    }

    /// <summary>Keys and values of the encoded source [B, S, D].</summary>
    public KeyValues ProjectSource(Tensor encoded) => cross_attn.Project(encoded);

    /// <summary>All target positions at once: [B, T, D] to [B, T, D].</summary>
    public Tensor Forward(Tensor x, KeyValues source, Tensor sourceMask)
    {
        using var scope = NewDisposeScope();
        // Padding stands at the end of a target, so that causality alone keeps it from every real position.
        var h = Residual(x, self_norm, n => self_attn.Attend(n, self_attn.Project(n), mask: null, causal: true));
        h = Residual(h, cross_norm, n => cross_attn.Attend(n, source, sourceMask));
        return FeedForward(h).MoveToOuterDisposeScope();
    }

    /// <summary>One more target position [B, 1, D], after those whose keys and values are cached (null at the first).</summary>
    public (Tensor Output, KeyValues Cache) Step(Tensor x, KeyValues? cache, KeyValues source, Tensor sourceMask)
    {
        using var scope = NewDisposeScope();
        KeyValues grown = null!;
        var h = Residual(x, self_norm, n =>
        {
            grown = Grow(cache, self_attn.Project(n));
            return self_attn.Attend(n, grown, mask: null);
        });
        h = Residual(h, cross_norm, n => cross_attn.Attend(n, source, sourceMask));
        return (FeedForward(h).MoveToOuterDisposeScope(),
            new KeyValues(grown.Keys.MoveToOuterDisposeScope(), grown.Values.MoveToOuterDisposeScope()));
    }

    private static KeyValues Grow(KeyValues? cache, KeyValues next) =>
        cache is null ? next : new KeyValues(cat([cache.Keys, next.Keys], 2), cat([cache.Values, next.Values], 2));
}
