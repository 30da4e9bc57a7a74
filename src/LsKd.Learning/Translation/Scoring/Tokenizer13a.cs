using System.Text.RegularExpressions;

namespace LsKd.Learning.Translation.Scoring;

/// <summary>
/// The tokenisation "13a" of mteval-v13a and sacreBLEU: entities decoded, punctuation split off, full stops and commas
/// kept inside numbers, a dash split off after a digit.
/// </summary>
public static partial class Tokenizer13a
{
    /// <summary>Splits a line into the units that BLEU compares.</summary>
    public static string[] Split(string line)
    {
        var text = line.TrimEnd()
            .Replace("<skipped>", "", StringComparison.Ordinal)
            .Replace("-\n", "", StringComparison.Ordinal)
            .Replace('\n', ' ')
            .Replace("&quot;", "\"", StringComparison.Ordinal)
            .Replace("&amp;", "&", StringComparison.Ordinal)
            .Replace("&lt;", "<", StringComparison.Ordinal)
            .Replace("&gt;", ">", StringComparison.Ordinal);
        text = Symbols().Replace($" {text} ", " $1 ");
        text = StopAfterNonDigit().Replace(text, "$1 $2 ");
        text = StopBeforeNonDigit().Replace(text, " $1 $2");
        text = DashAfterDigit().Replace(text, "$1 $2 ");
        return text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@"([\{-~\[-` -&\(-+:-@/])")]
    private static partial Regex Symbols();

    [GeneratedRegex(@"([^0-9])([.,])")]
    private static partial Regex StopAfterNonDigit();

    [GeneratedRegex(@"([.,])([^0-9])")]
    private static partial Regex StopBeforeNonDigit();

    [GeneratedRegex(@"([0-9])(-)")]
    private static partial Regex DashAfterDigit();
}
