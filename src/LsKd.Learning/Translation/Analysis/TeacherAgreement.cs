using LsKd.Core.Analysis;
using LsKd.Learning.Native;
using LsKd.Learning.Translation.Model;
using LsKd.Learning.Translation.Training;
using static TorchSharp.torch;

namespace LsKd.Learning.Translation.Analysis;

/// <summary>How often student and teacher rank the same unit first, under the same gold prefix.</summary>
internal static class TeacherAgreement
{
    private const int BatchTokens = 4096;

    /// <summary>The report with the agreement and what it is over; as it was where there is no teacher or no sentence.</summary>
    /// <param name="report">The student's report.</param>
    /// <param name="student">In evaluation mode.</param>
    /// <param name="teacher">In evaluation mode, of the same units, on the same device; null for none.</param>
    /// <param name="pairs">Sentences.</param>
    /// <param name="device">Where both live.</param>
    public static AnalysisReport AddTo(
        AnalysisReport report, TranslationModel student, TranslationModel? teacher, IReadOnlyList<EncodedPair> pairs, Device device)
    {
        if (teacher is null || Of(student, teacher, pairs, device) is not { Positions: > 0 } found)
            return report;
        return report with
        {
            StudentAgreementTop1 = (double)found.Same / found.Positions,
            Remarks =
            [
                .. report.Remarks,
                $"Agreement with the teacher is over all {found.Positions} target positions, ends of sentences included: both rank the same unit of the whole "
                + "vocabulary first under the reference's prefix.",
            ],
        };
    }

    private static (long Same, long Positions) Of(TranslationModel student, TranslationModel teacher, IReadOnlyList<EncodedPair> pairs, Device device)
    {
        using var quiet = no_grad();
        var batches = new TokenBatches(pairs, BatchTokens);
        var (same, positions) = (0L, 0L);
        for (var i = 0; i < batches.Count; i++)
        {
            CollectionPoint.Pass();
            using var scope = NewDisposeScope();
            using var batch = batches.Load(i, device);
            same += First(student, batch).eq(First(teacher, batch)).sum().item<long>();
            positions += batch.Labels.shape[0];
        }
        return (same, positions);
    }

    private static Tensor First(TranslationModel model, TokenBatch batch) => model.Logits(TranslationTask.HiddenOf(model, batch)).argmax(1);
}
