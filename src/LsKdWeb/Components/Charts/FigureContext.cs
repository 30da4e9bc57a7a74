namespace LsKdWeb.Components.Charts;

/// <summary>
/// What the charts of a page have in common. It cascades to them, and each export carries it: a picture as lines under the plot, a file
/// as comments and as the columns Run, Run id and Seed.
/// </summary>
/// <param name="Runs">The runs that the charts show.</param>
/// <param name="Lines">What else must be said: split, samples, method.</param>
public sealed record FigureContext(IReadOnlyList<FigureRun> Runs, IReadOnlyList<string> Lines)
{
    /// <summary>The context of a page on one run.</summary>
    public static FigureContext Of(LsKd.Store.Contracts.RunSummary run) => new([FigureRun.Of(run)], []);

    /// <inheritdoc/>
    public bool Equals(FigureContext? other) => other is not null && Runs.SequenceEqual(other.Runs) && Lines.SequenceEqual(other.Lines);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Runs.Count, Lines.Count);
}
