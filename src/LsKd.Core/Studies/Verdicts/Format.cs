using System.Globalization;

namespace LsKd.Core.Studies.Verdicts;

/// <summary>Numbers as the studies show them, the same on every page and in every report.</summary>
public static class Format
{
    /// <summary>The unit of rates, which are stored in [0, 1] and shown times 100.</summary>
    public const string Points = "points";

    /// <summary>A signed number with its unit.</summary>
    public static string Number(double value, string unit) => unit == Points
        ? (100 * value).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) + " points"
        : value.ToString(Math.Abs(value) is >= 100 or 0 ? "+0.0;-0.0;0" : "+0.000;-0.000;0.000", CultureInfo.InvariantCulture)
            + (unit.Length > 0 ? " " + unit : "");

    /// <summary>An unsigned number for a table: rates as percent with two digits, others with three significant ones.</summary>
    public static string Plain(double? value, string unit) => value switch
    {
        null => "-",
        { } v when !double.IsFinite(v) => "-",
        { } v when unit == Points => (100 * v).ToString("0.00", CultureInfo.InvariantCulture),
        { } v => v.ToString(Math.Abs(v) >= 100 ? "0.0" : Math.Abs(v) >= 10 ? "0.00" : "0.000", CultureInfo.InvariantCulture),
    };

    /// <summary>Mean ± standard deviation (n).</summary>
    public static string Spread(Statistics.Sample sample, string unit) => sample.Count switch
    {
        0 => "-",
        1 => $"{Plain(sample.Mean, unit)} (n = 1)",
        _ => $"{Plain(sample.Mean, unit)} ± {Plain(sample.Deviation, unit)} (n = {sample.Count})",
    };

    /// <summary>An interval with its unit.</summary>
    public static string Range(Statistics.Interval interval, string unit) =>
        unit == Points
            ? $"[{Signed(100 * interval.Low, "0.00")}, {Signed(100 * interval.High, "0.00")}] points"
            : $"[{Signed(interval.Low, "0.000")}, {Signed(interval.High, "0.000")}]" + (unit.Length > 0 ? " " + unit : "");

    /// <summary>The outcome in words.</summary>
    public static string Words(Outcome outcome) => outcome switch
    {
        Outcome.Supported => "supported",
        Outcome.NotSupported => "not supported",
        Outcome.Inconclusive => "inconclusive at this n",
        _ => "no evidence yet",
    };

    private static string Signed(double value, string digits) =>
        value.ToString($"+{digits};-{digits};{digits}", CultureInfo.InvariantCulture);
}
