namespace LsKdWeb.Analyses;

/// <summary>Probabilities from logits.</summary>
internal static class Softmax
{
    /// <summary>Softmax, safe for large logits.</summary>
    public static double[] Of(ReadOnlySpan<float> logits)
    {
        var exact = new double[logits.Length];
        for (var i = 0; i < exact.Length; i++)
            exact[i] = logits[i];
        return Of(exact);
    }

    /// <summary>Softmax, safe for large logits.</summary>
    public static double[] Of(double[] logits)
    {
        var top = logits.Max();
        var exponentials = Array.ConvertAll(logits, z => Math.Exp(z - top));
        var sum = exponentials.Sum();
        return Array.ConvertAll(exponentials, e => e / sum);
    }

    /// <summary>The largest probability and its class.</summary>
    public static (int Class, double Probability) Top(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
            if (logits[i] > logits[best])
                best = i;
        double sum = 0;
        foreach (var z in logits)
            sum += Math.Exp(z - logits[best]);
        return (best, 1 / sum);
    }
}
