using System.Text;
using System.Text.RegularExpressions;

namespace LsKd.Learning.Translation.Subwords;

/// <summary>
/// Cuts a sentence into the pieces within which units are merged: letters, digits one by one, and runs of anything else.
/// A space before a piece becomes the marker <see cref="Space"/>, so that joining pieces gives the sentence back.
/// </summary>
internal static partial class WordSplitter
{
    /// <summary>Stands for a space: U+2581.</summary>
    public const char Space = '\u2581';

    /// <summary>The pieces of a sentence, which is brought to composed form with single spaces first.</summary>
    public static IEnumerable<string> Pieces(string sentence) =>
        Piece().Matches(Space + Normalise(sentence).Replace(' ', Space)).Select(m => m.Value);

    /// <summary>Composed form (NFC), white space collapsed to single spaces.</summary>
    public static string Normalise(string sentence) =>
        string.Join(' ', sentence.Normalize(NormalizationForm.FormC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"\u2581?[\p{L}\p{M}]+|\u2581?\p{N}|\u2581?[^\p{L}\p{M}\p{N}\u2581]+|\u2581")]
    private static partial Regex Piece();
}
