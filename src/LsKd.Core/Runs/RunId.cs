using System.Security.Cryptography;

namespace LsKd.Core.Runs;

/// <summary>Short ids: ten lower-case letters and digits without look-alikes.</summary>
public static class RunId
{
    private const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

    /// <summary>A fresh id.</summary>
    public static string New() => RandomNumberGenerator.GetString(Alphabet, 10);

    /// <summary>Whether a text could be an id; keeps paths and queries safe.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: >= 1 and <= 40 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
