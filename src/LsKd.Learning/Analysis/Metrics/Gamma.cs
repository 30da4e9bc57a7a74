namespace LsKd.Learning.Analysis.Metrics;

/// <summary>Mueller et al. 2019, Sec. 4: gamma, the mean of (1 - p_target) K / (K - 1); equals alpha for targets smoothed by alpha.</summary>
public static class Gamma
{
    /// <summary>Computes gamma from the probabilities of the labels.</summary>
    public static double Of(ReadOnlySpan<double> targetProbabilities, int classes)
    {
        double sum = 0;
        foreach (var p in targetProbabilities)
            sum += 1 - p;
        return sum / targetProbabilities.Length * classes / (classes - 1);
    }
}
