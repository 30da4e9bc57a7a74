using static TorchSharp.torch;

namespace LsKd.Learning.Analysis;

/// <summary>A network's outputs on a set of samples, read in batches as often as a metric needs them.</summary>
public interface IAnalysisSource
{
    /// <summary>Number of samples.</summary>
    int Count { get; }

    /// <summary>Whether another pass costs no forward pass, so that the temperature may be fitted on all samples.</summary>
    bool IsCheapToRepeat { get; }

    /// <summary>All batches, always the same and in the same order. The receiver disposes each.</summary>
    IEnumerable<AnalysisBatch> Batches();

    /// <summary>Logits [B, K] and labels [B] of <see cref="Batches"/> alone; the enumeration owns them.</summary>
    IEnumerable<(Tensor Logits, Tensor Labels)> LogitBatches();
}

/// <summary>A source whose samples have labels and ids of their own before any pass.</summary>
internal interface ILabelledSource : IAnalysisSource
{
    /// <summary>Labels, by position.</summary>
    IReadOnlyList<int> Labels { get; }

    /// <summary>Stable ids, by position.</summary>
    IReadOnlyList<long> SampleIds { get; }
}
