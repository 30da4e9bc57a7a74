using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Translation.Model;

/// <summary>Keys and values of earlier positions, [B, H, T, D / H] each.</summary>
public sealed record KeyValues(Tensor Keys, Tensor Values);

/// <summary>Attention of several heads over scaled dot products (Vaswani et al. 2017).</summary>
internal sealed class Attention : nn.Module
{
    private readonly Linear q_proj, kv_proj, out_proj;
    private readonly int heads;
    private readonly double dropout;

    public Attention(int width, int heads, double dropout)
        : base(nameof(Attention))
    {
        this.heads = heads;
        this.dropout = dropout;
        q_proj = nn.Linear(width, width);
        kv_proj = nn.Linear(width, 2 * width);
        out_proj = nn.Linear(width, width);
        foreach (var layer in (Linear[])[q_proj, kv_proj, out_proj])
            Xavier(layer);
        RegisterComponents();
    }

    /// <summary>Keys and values of a sequence [B, S, D].</summary>
    public KeyValues Project(Tensor sequence)
    {
        var parts = kv_proj.forward(sequence).chunk(2, dim: -1);
        return new KeyValues(Split(parts[0]), Split(parts[1]));
    }

    /// <summary>Attends from [B, T, D].</summary>
    /// <param name="queries">[B, T, D].</param>
    /// <param name="memory">What is attended to.</param>
    /// <param name="mask">[B, 1, 1, S] or [B, 1, T, S], true where a position may be seen; null for all.</param>
    /// <param name="causal">Whether a position sees itself and earlier ones alone.</param>
    public Tensor Attend(Tensor queries, KeyValues memory, Tensor? mask, bool causal = false)
    {
        var heads = nn.functional.scaled_dot_product_attention(
            Split(q_proj.forward(queries)), memory.Keys, memory.Values, mask, training ? dropout : 0, causal);
        return out_proj.forward(heads.transpose(1, 2).reshape(queries.shape));
    }

    private static void Xavier(Linear layer)
    {
        nn.init.xavier_uniform_(layer.weight!);
        nn.init.zeros_(layer.bias!);
    }

    private Tensor Split(Tensor x) => x.view(x.shape[0], x.shape[1], heads, -1).transpose(1, 2);
}
