namespace LsKd.Core.Studies.Evidence;

/// <summary>
/// Label smoothing and distillation as one loss (Shen et al., Property 1): H(target, softmax(z)) with gradient softmax(z) - target,
/// whether the target is a smoothed label or a teacher's softmax.
/// </summary>
public static class LossIdentity
{
    /// <summary>What a comparison found.</summary>
    public sealed record Check(double Smoothing, double LargestGradientDifference, double LargestLossDifference, double TargetEntropy);

    /// <summary>The loss of two classes at logit <paramref name="z"/>: (1 - a) softplus(-z) + a softplus(z).</summary>
    public static double Logistic(double z, double smoothing) => (1 - smoothing) * Softplus(-z) + smoothing * Softplus(z);

    /// <summary>Where <see cref="Logistic"/> is smallest; infinite without smoothing.</summary>
    public static double Minimum(double smoothing) => Math.Log((1 - smoothing) / smoothing);

    /// <summary>The smoothed label (all-classes convention), [K].</summary>
    public static double[] Target(double smoothing, int classes, int label)
    {
        var target = new double[classes];
        Array.Fill(target, smoothing / classes);
        target[label] += 1 - smoothing;
        return target;
    }

    /// <summary>Loss and gradient of label smoothing: the label's and the uniform part apart, as a trainer computes them.</summary>
    public static (double Loss, double[] Gradient) Smoothed(double[] logits, int label, double smoothing)
    {
        var logs = LogSoftmax(logits);
        var loss = -(1 - smoothing) * logs[label] - smoothing * logs.Average();
        var gradient = logs.Select(Math.Exp).ToArray();
        for (var k = 0; k < gradient.Length; k++)
            gradient[k] -= smoothing / gradient.Length + (k == label ? 1 - smoothing : 0);
        return (loss, gradient);
    }

    /// <summary>Loss and gradient of distillation at T = 1 without hard labels, from the teacher's logits.</summary>
    public static (double Loss, double[] Gradient) Distilled(double[] logits, double[] teacherLogits)
    {
        var logs = LogSoftmax(logits);
        var teacher = LogSoftmax(teacherLogits).Select(Math.Exp).ToArray();
        return (-teacher.Zip(logs, (t, l) => t * l).Sum(), [.. logs.Zip(teacher, (l, t) => Math.Exp(l) - t)]);
    }

    /// <summary>Compares both over random logits (standard deviation 3) and labels.</summary>
    public static Check Compare(double smoothing, int classes, int draws, int seed = 0)
    {
        var random = new Random(seed);
        double gradient = 0, loss = 0;
        for (var i = 0; i < draws; i++)
        {
            double[] logits = [.. Enumerable.Range(0, classes).Select(_ => 3 * Normal(random))];
            var label = random.Next(classes);
            var smoothed = Smoothed(logits, label, smoothing);
            var distilled = Distilled(logits, [.. Target(smoothing, classes, label).Select(p => Math.Log(p))]);
            loss = Math.Max(loss, Math.Abs(smoothed.Loss - distilled.Loss));
            gradient = Math.Max(gradient, smoothed.Gradient.Zip(distilled.Gradient, (a, b) => Math.Abs(a - b)).Max());
        }
        return new(smoothing, gradient, loss, Entropy(Target(smoothing, classes, 0)));
    }

    private static double Entropy(double[] p) => -p.Where(v => v > 0).Sum(v => v * Math.Log(v));

    private static double Softplus(double z) => z > 0 ? z + Math.Log(1 + Math.Exp(-z)) : Math.Log(1 + Math.Exp(z));

    private static double[] LogSoftmax(double[] z)
    {
        var largest = z.Max();
        var norm = largest + Math.Log(z.Sum(v => Math.Exp(v - largest)));
        return [.. z.Select(v => v - norm)];
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
