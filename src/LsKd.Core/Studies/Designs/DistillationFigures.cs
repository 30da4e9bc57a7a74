using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;

namespace LsKd.Core.Studies.Designs;

/// <summary>Distillation loss and error over training.</summary>
internal static class DistillationFigures
{
    /// <summary>Cross-entropy, KL (without the teacher's entropy) and validation error of the students.</summary>
    public static IEnumerable<StudyFigure> All(IReadOnlyList<Condition> conditions)
    {
        Condition[] judged = [.. conditions.Where(c => c.Role is Roles.Student or Roles.Baseline)];
        var error = Figures.Curves("Validation error", "error, %", "validation/top1", judged, v => 100 * (1 - v), "loss");
        return error is null ? Losses(conditions) : [.. Losses(conditions), error];
    }

    /// <summary>Cross-entropy and KL (without the teacher's entropy) of the students.</summary>
    public static IEnumerable<StudyFigure> Losses(IReadOnlyList<Condition> conditions)
    {
        Condition[] students = [.. conditions.Where(c => c.Role == Roles.Student)];
        StudyFigure?[] figures =
        [
            Figures.Curves("Distillation loss: cross-entropy", "H(teacher, student), nats", "train/kd_ce", students, panel: "loss"),
            Figures.Curves("Distillation loss: KL = cross-entropy - teacher's entropy", "KL, nats", "train/kd_kl", students, panel: "loss"),
        ];
        return figures.OfType<StudyFigure>();
    }
}
