using LsKd.Core.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Training.Images;

/// <summary>
/// The teacher's logits on the validation split, whose images never change: computed at the first evaluation and kept, up to a limit.
/// </summary>
/// <param name="teacher">The teacher.</param>
internal sealed class TeacherOnSplits(ITeacher teacher) : IDisposable
{
    private const long LimitInElements = 64_000_000;
    private readonly Dictionary<int, Tensor> kept = [];
    private long elements;

    /// <summary>Logits [B, K] of a batch of a split, in the caller's dispose scope or kept.</summary>
    /// <param name="split">The split.</param>
    /// <param name="batch">Index of the batch in the split's own order.</param>
    /// <param name="images">Its images, placed.</param>
    public Tensor Logits(Split split, int batch, Tensor images)
    {
        if (split is not Split.Validation)
            return teacher.Of(images);
        if (kept.TryGetValue(batch, out var known))
            return known;
        var logits = teacher.Of(images);
        if ((elements += logits.numel()) <= LimitInElements)
            kept[batch] = logits.DetachFromDisposeScope();
        return logits;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var logits in kept.Values)
            logits.Dispose();
    }
}
