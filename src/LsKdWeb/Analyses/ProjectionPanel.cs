using LsKd.Core.Analysis;

namespace LsKdWeb.Analyses;

/// <summary>The points of a panel.</summary>
/// <param name="Ids">Sample ids.</param>
/// <param name="X">Horizontal coordinates.</param>
/// <param name="Y">Vertical coordinates.</param>
/// <param name="Labels">True classes.</param>
/// <param name="Predicted">Predicted classes; empty where no logits are stored.</param>
/// <param name="Confidence">Largest probabilities; empty where no logits are stored.</param>
public sealed record PanelPoints(long[] Ids, float[] X, float[] Y, int[] Labels, int[] Predicted, float[] Confidence);

/// <summary>A place in the plane.</summary>
public sealed record PanelMark(int Class, double X, double Y);

/// <summary>What a panel says beside its points.</summary>
public sealed record PanelInfo
{
    /// <summary>Id of the run.</summary>
    public required string Run { get; init; }

    /// <summary>Key of the split.</summary>
    public required string Split { get; init; }

    /// <summary>Epoch of the weights, or null for the final ones.</summary>
    public int? Epoch { get; init; }

    /// <summary>Whether the samples have images.</summary>
    public bool Images { get; init; }

    /// <summary>For samples that are positions of sentences: how many ids each sentence has; else 0.</summary>
    public long IdsPerSentence { get; init; }

    /// <summary>Points shown.</summary>
    public int Points { get; init; }

    /// <summary>Samples of the split that the run has stored, of all classes.</summary>
    public int Stored { get; init; }

    /// <summary>What the reader must know: subsample, seed, fit.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Templates of the chosen classes, where the method places them.</summary>
    public IReadOnlyList<PanelMark> Templates { get; init; } = [];

    /// <summary>Centres of the chosen classes' shown samples.</summary>
    public IReadOnlyList<PanelMark> Centers { get; init; } = [];

    /// <summary>Distance of the first two classes' centres over all stored samples of the split; null where one has none.</summary>
    public CenterDistanceValues? CenterDistance { get; init; }

    /// <summary>Why there is nothing to show, or null.</summary>
    public string? Error { get; init; }
}

/// <summary>A panel: points and what to say about them.</summary>
public sealed record ProjectionPanel(PanelInfo Info, PanelPoints Points);
