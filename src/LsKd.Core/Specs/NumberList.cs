using System.Globalization;

namespace LsKd.Core.Specs;

/// <summary>Lists of numbers as people type them: <c>0, 1, 2</c>, <c>0-4</c>, <c>0.05 0.1 0.2</c>.</summary>
public static class NumberList
{
    private const int LongestRange = 1000;

    /// <summary>Whole numbers and ranges such as <c>0-4</c>; empty text is an empty list.</summary>
    /// <exception cref="FormatException">A part is no whole number; the message names it.</exception>
    public static IReadOnlyList<int> Integers(string text) => [.. Parts(text).SelectMany(Range).Distinct()];

    /// <summary>Numbers with a decimal point; empty text is an empty list.</summary>
    /// <exception cref="FormatException">A part is no number; the message names it.</exception>
    public static IReadOnlyList<double> Numbers(string text) => [.. Parts(text).Select(Number).Distinct()];

    private static string[] Parts(string text) =>
        text.Split([',', ';', ' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IEnumerable<int> Range(string part)
    {
        var dash = part.IndexOf('-', 1);
        var (first, last) = dash < 0 ? (Integer(part), Integer(part)) : (Integer(part[..dash]), Integer(part[(dash + 1)..]));
        if (last < first || last - (long)first >= LongestRange)
            throw new FormatException($"\"{part}\" is no range of at most {LongestRange} numbers.");
        return Enumerable.Range(first, last - first + 1);
    }

    private static int Integer(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"\"{text}\" is no whole number.");

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new FormatException($"\"{text}\" is no number; write decimals with a point.");
}
