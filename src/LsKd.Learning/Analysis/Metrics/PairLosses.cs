using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis.Metrics;

/// <summary>
/// How a student follows its teacher, and both kinds of smoothed loss of the network under analysis; each loss as its paper
/// defines it. Streams over batches.
/// </summary>
internal sealed class PairLosses(PartnerRole partner)
{
    private const double Alpha = 0.1, Temperature = 4, SoftWeight = 0.9;

    private readonly Dictionary<string, double> sums = [];
    private double hard;
    private int count, paired, agreeing;

    public void Add(BatchView batch)
    {
        count += batch.Count;
        AddSmoothed(batch);
        if (batch.Partner is { } other)
            AddPair(batch, other);
    }

    /// <summary>Share of samples for which both networks predict the same class; null without a partner.</summary>
    public double? Agreement => paired == 0 ? null : agreeing / (double)paired;

    /// <summary>Mean losses, in nats, by the key of the reference values.</summary>
    public IReadOnlyDictionary<string, double> Means()
    {
        var means = sums.ToDictionary(s => s.Key, s => s.Value / count);
        if (paired == 0)
            return means;
        means["kd_kl_T1"] = means["kd_soft_ce_T1"] - means["teacher_entropy"];
        means["kd_mixed_beta0.9_T4"] = (1 - SoftWeight) * hard / count + SoftWeight * means["kd_hinton_kl_T4_T2"];
        return means;
    }

    private void AddSmoothed(BatchView batch)
    {
        var classes = batch.Logits.shape[1];
        var own = batch.AtLabel(batch.LogProbabilities).sum(ScalarType.Float64).ToDouble();
        var all = batch.LogProbabilities.sum(ScalarType.Float64).ToDouble();
        AddTo("ls_all_classes", -(1 - Alpha) * own - Alpha / classes * all);
        AddTo("ls_wrong_classes", -(1 - Alpha) * own - Alpha / (classes - 1) * (all - own));
    }

    private void AddPair(BatchView batch, Tensor other)
    {
        paired += batch.Count;
        agreeing += (int)batch.Logits.argmax(1).eq(other.argmax(1)).sum().ToInt64();
        var (teacher, student) = partner == PartnerRole.Student ? (batch.Logits, other) : (other, batch.Logits);
        var studentLog = nn.functional.log_softmax(student, 1);
        var teacherLog = nn.functional.log_softmax(teacher, 1);
        var taught = teacherLog.exp();
        AddTo("kd_soft_ce_T1", CrossEntropy(taught, studentLog));
        AddTo("teacher_entropy", CrossEntropy(taught, teacherLog));
        hard -= batch.AtLabel(studentLog).sum(ScalarType.Float64).ToDouble();
        var softLog = nn.functional.log_softmax(teacher / Temperature, 1);
        var soft = softLog.exp();
        AddTo("kd_teacher_only_softened_T4", CrossEntropy(soft, studentLog));
        var gap = softLog - nn.functional.log_softmax(student / Temperature, 1);
        AddTo("kd_hinton_kl_T4_T2", Temperature * Temperature * (soft * gap).sum(ScalarType.Float64).ToDouble());
    }

    private static double CrossEntropy(Tensor target, Tensor log) => -(target * log).sum(ScalarType.Float64).ToDouble();

    private void AddTo(string key, double value) => sums[key] = sums.GetValueOrDefault(key) + value;
}
