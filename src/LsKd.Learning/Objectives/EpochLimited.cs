namespace LsKd.Learning.Objectives;

/// <summary>A distillation used in some epochs only (early-stopped or delayed distillation); the hard label alone in the others.</summary>
/// <param name="distillation">The loss within the epochs.</param>
/// <param name="otherwise">The loss outside of them.</param>
/// <param name="from">First epoch of distillation, from 1.</param>
/// <param name="until">Its last epoch; null for all.</param>
public sealed class EpochLimited(IObjective distillation, IObjective otherwise, int from, int? until) : IObjective
{
    /// <inheritdoc/>
    public string Name => distillation.Name;

    /// <inheritdoc/>
    public bool NeedsTeacher => distillation.NeedsTeacher;

    /// <inheritdoc/>
    public LossParts Compute(LossInput input) =>
        input.Epoch >= from && input.Epoch <= (until ?? int.MaxValue) ? distillation.Compute(input) : otherwise.Compute(input);
}
