using LsKd.Learning.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Objectives;

/// <summary>The losses again, sample by sample in plain arithmetic, from their formulas.</summary>
internal static class ClosedForms
{
    public static double[][] Rows(Tensor t) =>
        [.. Enumerable.Range(0, (int)t.shape[0]).Select(i => t[i].data<double>().ToArray())];

    public static double[] Softmax(double[] z, double temperature = 1)
    {
        var e = z.Select(v => Math.Exp(v / temperature)).ToArray();
        return [.. e.Select(v => v / e.Sum())];
    }

    public static double Ce(double[] p, double[] q) => -p.Zip(q, (a, b) => a * Math.Log(b)).Sum();

    public static double Kl(double[] p, double[] q) => p.Zip(q, (a, b) => a * Math.Log(a / b)).Sum();

    public static double Hard(double[] z, long label) => -Math.Log(Softmax(z)[label]);

    public static double[] WsldWeights(double[][] student, double[][] teacher, long[] labels) =>
        [.. labels.Select((y, i) => 1 - Math.Exp(-Hard(student[i], y) / (Hard(teacher[i], y) + 1e-7)))];

    public static double Wsld(LossInput input, double t, double alpha, double[] weights)
    {
        var (s, p, y) = Unpack(input);
        return y.Select((label, i) => Hard(s[i], label) + alpha * t * t * weights[i] * Ce(Softmax(p[i], t), Softmax(s[i], t))).Average();
    }

    public static double Dkd(LossInput input, double t, double alpha, double beta)
    {
        var (s, p, y) = Unpack(input);
        double One(int i)
        {
            double[] q = Softmax(s[i], t), r = Softmax(p[i], t);
            double qy = q[y[i]], ry = r[y[i]];
            var target = Kl([ry, 1 - ry], [qy, 1 - qy]);
            double[] Others(double[] d, double hit) => [.. d.Where((_, k) => k != y[i]).Select(v => v / (1 - hit))];
            return Hard(s[i], y[i]) + t * t * (alpha * target + beta * Kl(Others(r, ry), Others(q, qy)));
        }
        return y.Select((_, i) => One(i)).Average();
    }

    public static double Dist(LossInput input, double beta, double gamma)
    {
        var (s, p, y) = Unpack(input);
        double[][] q = [.. s.Select(z => Softmax(z))], r = [.. p.Select(z => Softmax(z))];
        double[] Column(double[][] m, int k) => [.. m.Select(row => row[k])];
        var between = 1 - q.Zip(r, Pearson).Average();
        var within = 1 - Enumerable.Range(0, q[0].Length).Average(k => Pearson(Column(q, k), Column(r, k)));
        return y.Select((label, i) => Hard(s[i], label)).Average() + beta * between + gamma * within;
    }

    public static double Standardised(LossInput input, double t, double soft, double m)
    {
        var (s, p, y) = Unpack(input);
        return y.Select((label, i) => (1 - soft) * Hard(s[i], label)
            + m * t * t * Kl(Softmax(ZScore(p[i]), t), Softmax(ZScore(s[i]), t))).Average();
    }

    public static double MaxSup(LossInput input, double alpha)
    {
        var (s, _, y) = Unpack(input);
        return y.Select((label, i) => Hard(s[i], label) + alpha * (s[i].Max() - s[i].Average())).Average();
    }

    public static double VirtualTeacher(LossInput input, double t, double soft, double m)
    {
        var (s, _, y) = Unpack(input);
        double[] U(long label) => [.. Enumerable.Range(0, s[0].Length).Select(k => k == label ? 0.99 : 0.01 / (s[0].Length - 1))];
        return y.Select((label, i) => (1 - soft) * Hard(s[i], label) + soft * m * Kl(Softmax(U(label), t), Softmax(s[i]))).Average();
    }

    private static (double[][] Student, double[][] Teacher, long[] Labels) Unpack(LossInput input) =>
        (Rows(input.Logits), Rows(input.TeacherLogits!), input.Labels.data<long>().ToArray());

    private static double[] ZScore(double[] z)
    {
        var mean = z.Average();
        var deviation = Math.Sqrt(z.Sum(v => (v - mean) * (v - mean)) / (z.Length - 1));
        return [.. z.Select(v => (v - mean) / (deviation + 1e-7))];
    }

    private static double Pearson(double[] a, double[] b)
    {
        double ma = a.Average(), mb = b.Average();
        return a.Zip(b, (x, y) => (x - ma) * (y - mb)).Sum()
            / Math.Sqrt(a.Sum(x => (x - ma) * (x - ma)) * b.Sum(y => (y - mb) * (y - mb)));
    }
}
