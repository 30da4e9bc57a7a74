using System.Security.Cryptography;

namespace LsKd.Core.Runs;

/// <summary>Short ids: ten lower-case letters and digits without look-alikes.</summary>
public static class RunId
{
    private const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

    private static int _count = RandomNumberGenerator.GetInt32(Alphabet.Length);

    /// <summary>
    /// A fresh id. Nine characters are random; the last one counts on from id to id, so that runs made together get different
    /// ordinals and with them different colours.
    /// </summary>
    public static string New()
    {
        var ordinal = (uint)Interlocked.Increment(ref _count) % (uint)Alphabet.Length;
        return RandomNumberGenerator.GetString(Alphabet, 9) + Alphabet[(int)ordinal];
    }

    /// <summary>A small number from 0 that an id always has, and that differs between ids made one after the other.</summary>
    public static int Ordinal(string id)
    {
        var ordinal = id.Length == 10 ? Alphabet.IndexOf(id[^1]) : -1;
        return ordinal >= 0 ? ordinal : (int)(id.Aggregate(2166136261u, (hash, c) => (hash ^ c) * 16777619u) % 1009);
    }

    /// <summary>Whether a text could be an id; keeps paths and queries safe.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: >= 1 and <= 40 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
