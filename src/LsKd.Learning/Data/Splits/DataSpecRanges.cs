using LsKd.Core.Specs;

namespace LsKd.Learning.Data.Splits;

/// <summary>What numbers a data spec accepts, whatever the set.</summary>
internal static class DataSpecRanges
{
    /// <summary>Refuses numbers that make no sense.</summary>
    /// <exception cref="DatasetException">Names the setting and its range.</exception>
    public static void Check(DataSpec spec)
    {
        Check(spec.ValidationFraction is >= 0 and < 1, "data.validationFraction", "in [0, 1)");
        Check(spec.TestFraction is > 0 and < 1, "data.testFraction", "in (0, 1)");
        Check(spec.Fraction is > 0 and <= 1, "data.fraction", "in (0, 1]");
        Check(spec.LabelNoise is >= 0 and < 1, "data.labelNoise", "in [0, 1)");
        Check(spec.BadFileLimit is >= 0 and <= 1, "data.badFileLimit", "in [0, 1]");
        Check(spec.ImbalanceFactor >= 1 && double.IsFinite(spec.ImbalanceFactor), "data.imbalanceFactor", "at least 1");
        Check(spec.Views is null or >= 1, "data.views", "at least 1");
    }

    private static void Check(bool good, string setting, string range)
    {
        if (!good) throw new DatasetException($"{setting} must be {range}.");
    }
}
