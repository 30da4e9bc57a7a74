using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis;

/// <summary>A checked batch with what several metrics need of it, computed once; lives in the caller's dispose scope.</summary>
internal sealed class BatchView
{
    public BatchView(AnalysisBatch batch, int dimension, AnalysisOptions options, int classes)
    {
        Check(batch, dimension, classes, options);
        Features = batch.Features;
        Logits = batch.Logits;
        Labels = batch.Labels;
        Partner = batch.PartnerLogits;
        LogProbabilities = nn.functional.log_softmax(Logits, 1);
        Probabilities = LogProbabilities.exp();
        LabelValues = Labels.data<long>().ToArray();
        PredictedValues = Logits.argmax(1).data<long>().ToArray();
    }

    /// <summary>[B, D].</summary>
    public Tensor Features { get; }

    /// <summary>[B, K].</summary>
    public Tensor Logits { get; }

    /// <summary>[B], int64.</summary>
    public Tensor Labels { get; }

    /// <summary>[B, K] or null.</summary>
    public Tensor? Partner { get; }

    /// <summary>[B, K]: log softmax of the logits.</summary>
    public Tensor LogProbabilities { get; }

    /// <summary>[B, K]: softmax of the logits.</summary>
    public Tensor Probabilities { get; }

    public long[] LabelValues { get; }

    /// <summary>The first class of the largest logit, by sample.</summary>
    public long[] PredictedValues { get; }

    public int Count => LabelValues.Length;

    /// <summary>[B]: each row's entry at its label.</summary>
    public Tensor AtLabel(Tensor rows) => rows.gather(1, Labels.unsqueeze(1)).squeeze(1);

    private static void Check(AnalysisBatch batch, int dimension, int classes, AnalysisOptions options)
    {
        var count = batch.Labels.shape[0];
        CheckMatrix(batch.Features, "features", count, dimension, options.Where);
        CheckMatrix(batch.Logits, "logits", count, classes, options.Where);
        if (batch.PartnerLogits is { } partner)
            CheckMatrix(partner, options.Partner == PartnerRole.Student ? "student_logits" : "teacher_logits", count, classes, options.Where);
        var (low, high) = (batch.Labels.min().ToInt64(), batch.Labels.max().ToInt64());
        if (low < 0 || high >= classes)
            throw new InvalidDataException($"'labels' of {options.Where} hold {(low < 0 ? low : high)}, outside 0 to {classes - 1}");
    }

    private static void CheckMatrix(Tensor rows, string name, long count, long columns, string where)
    {
        if (rows.dim() != 2 || rows.shape[0] != count || rows.shape[1] != columns)
            throw new InvalidDataException(
                $"'{name}' of {where} have shape [{string.Join(", ", rows.shape)}], [{count}, {columns}] is needed");
        // The sum is quick; only where it is not finite are the values looked at one by one.
        if (!double.IsFinite(rows.sum(ScalarType.Float64).ToDouble()) && !rows.isfinite().all().ToBoolean())
            throw new InvalidDataException($"'{name}' of {where} hold a value that is not finite");
    }
}
