namespace LsKd.Core.Studies.Statistics;

/// <summary>McNemar's exact test: whether two classifiers err equally often on the same samples.</summary>
public static class McNemar
{
    /// <summary>
    /// Two-sided p by the binomial distribution: of the samples that one of the two alone has right, how unlikely so uneven a split would be
    /// if either were as likely. 1 where they never disagree.
    /// </summary>
    /// <param name="onlyFirst">Samples that the first alone has right; not negative.</param>
    /// <param name="onlySecond">Samples that the second alone has right; not negative.</param>
    public static double P(int onlyFirst, int onlySecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
        var (n, least) = (onlyFirst + onlySecond, Math.Min(onlyFirst, onlySecond));
        var logarithm = -n * Math.Log(2);
        var tail = Math.Exp(logarithm);
        for (var k = 1; k <= least; k++)
        {
            logarithm += Math.Log(n - k + 1) - Math.Log(k);
            tail += Math.Exp(logarithm);
        }
        return Math.Min(1, 2 * tail);
    }
}
