using System.Globalization;
using LsKd.Core.Studies.Statistics;

namespace LsKd.Core.Studies.Verdicts;

/// <summary>
/// Numbers as the studies show them, the same on every page and in every report. Decimals follow the interval or the spread that stands
/// beside a number, so that a small effect is never written as nought.
/// </summary>
public static class Format
{
    /// <summary>The unit of rates, which are stored in [0, 1] and shown times 100.</summary>
    public const string Points = "points";

    private const int MostDecimals = 8;

    /// <summary>A signed number with its unit.</summary>
    /// <param name="value">The number.</param>
    /// <param name="unit">Its unit, or empty.</param>
    /// <param name="interval">Its interval, which decides the decimals; null lets the number itself decide.</param>
    public static string Number(double value, string unit, Interval? interval = null)
    {
        var scale = Scale(unit);
        var decimals = interval is null ? Decimals(scale * value, unit) : Decimals(interval, unit);
        return Signed(scale * value, decimals) + Suffix(unit);
    }

    /// <summary>An unsigned number for a table: rates as percent with two digits, others with three significant ones.</summary>
    public static string Plain(double? value, string unit) => value is { } v && double.IsFinite(v)
        ? Unsigned(Scale(unit) * v, Decimals(Scale(unit) * v, unit))
        : "-";

    /// <summary>Mean ± standard deviation (n), the deviation with two significant digits at least.</summary>
    public static string Spread(Sample sample, string unit) => sample.Count switch
    {
        0 => "-",
        1 => $"{Plain(sample.Mean, unit)} (n = 1)",
        _ => Spread(sample, Scale(unit), Decimals(Scale(unit) * sample.Mean, Scale(unit) * sample.Deviation!.Value, unit)),
    };

    /// <summary>An interval with its unit.</summary>
    public static string Range(Interval interval, string unit)
    {
        var (scale, decimals) = (Scale(unit), Decimals(interval, unit));
        return $"[{Signed(scale * interval.Low, decimals)}, {Signed(scale * interval.High, decimals)}]{Suffix(unit)}";
    }

    /// <summary>The outcome in words.</summary>
    public static string Words(Outcome outcome) => outcome switch
    {
        Outcome.Supported => "supported",
        Outcome.NotSupported => "not supported",
        Outcome.Inconclusive => "inconclusive at this n",
        _ => "no evidence yet",
    };

    private static string Spread(Sample sample, double scale, int decimals) =>
        $"{Unsigned(scale * sample.Mean, decimals)} ± {Unsigned(scale * sample.Deviation!.Value, decimals)} (n = {sample.Count})";

    private static double Scale(string unit) => unit == Points ? 100 : 1;

    private static string Suffix(string unit) => unit.Length > 0 ? " " + unit : "";

    // Two significant digits of half the interval's width.
    private static int Decimals(Interval interval, string unit)
    {
        var half = Scale(unit) * (interval.High - interval.Low) / 2;
        return half > 0 ? Math.Max(Least(half, unit), Significant(half, 2)) : Decimals(Scale(unit) * interval.High, unit);
    }

    private static int Decimals(double mean, double deviation, string unit) =>
        deviation > 0 ? Math.Max(Least(mean, unit), Significant(deviation, 2)) : Decimals(mean, unit);

    private static int Decimals(double value, string unit) => value == 0 ? Least(value, unit) : Math.Max(Least(value, unit), FewDecimals(value, unit));

    // What is too small for the usual decimals keeps two significant digits.
    private static int FewDecimals(double value, string unit)
    {
        var least = Least(value, unit);
        return value != 0 && Math.Abs(value) < 2 * Math.Pow(10, -least) ? Significant(value, 2) : least;
    }

    private static int Least(double value, string unit) => unit == Points ? 2 : Math.Abs(value) >= 100 ? 1 : Math.Abs(value) >= 10 ? 2 : 3;

    private static int Significant(double value, int digits) =>
        double.IsFinite(value) ? Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, MostDecimals) : 3;

    private static string Unsigned(double value, int decimals) => value.ToString("F" + decimals, CultureInfo.InvariantCulture);

    private static string Signed(double value, int decimals)
    {
        var text = Unsigned(Math.Abs(value), decimals);
        return text.All(c => c is '0' or '.') ? text : (value > 0 ? "+" : "-") + text;
    }
}
