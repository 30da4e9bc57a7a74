using System.Globalization;

namespace LsKdWeb.Studies;

/// <summary>Seeds as people write them: <c>0,1,2</c> or <c>0-4</c> or both.</summary>
internal static class SeedList
{
    private const int Most = 1000;

    /// <summary>Reads a list.</summary>
    /// <exception cref="FormatException">A part is no seed; the message names it.</exception>
    public static IReadOnlyList<int> Parse(string text) =>
        [.. text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).SelectMany(Part).Distinct().Order()];

    /// <summary>Writes a list.</summary>
    public static string Write(IEnumerable<int> seeds) => string.Join(", ", seeds);

    private static IEnumerable<int> Part(string part)
    {
        var ends = part.Split('-');
        if (ends.Length > 2 || !Number(ends[0], out var first) || !Number(ends[^1], out var last) || last < first || last - first >= Most)
            throw new FormatException($"seeds: '{part}' is neither a seed nor a range such as 0-4.");
        return Enumerable.Range(first, last - first + 1);
    }

    private static bool Number(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
