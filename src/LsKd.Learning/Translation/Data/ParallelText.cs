using System.IO.Compression;
using System.Text;

namespace LsKd.Learning.Translation.Data;

/// <summary>Reads sentence pairs from two files or one tab-separated file, plain or gzip.</summary>
internal static class ParallelText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads <c>source TAB target</c> lines.</summary>
    /// <exception cref="InvalidDataException">A line has no tab, or the file is not UTF-8; the message names file and line.</exception>
    public static List<SentencePair> ReadTsv(string path) =>
        [.. Lines(path).Select((line, i) => line.Split('\t') is [var source, var target, ..]
            ? new SentencePair(source, target)
            : throw new InvalidDataException($"'{path}', line {i + 1}: no tab between the two languages"))];

    /// <summary>Reads two files line by line.</summary>
    /// <exception cref="InvalidDataException">The files differ in their number of lines.</exception>
    public static List<SentencePair> ReadTwo(string source, string target)
    {
        var (left, right) = (Lines(source), Lines(target));
        return left.Count == right.Count
            ? [.. left.Zip(right, (s, t) => new SentencePair(s, t))]
            : throw new InvalidDataException($"'{source}' has {left.Count} lines, '{target}' has {right.Count}");
    }

    /// <summary>The lines of a file, unpacked when its name ends in <c>.gz</c>.</summary>
    public static List<string> Lines(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var reader = new StreamReader(stream, Strict);
            // Not ReadLine: only a line feed ends a line, as in the tools that made the corpora.
            var lines = reader.ReadToEnd().Split('\n').Select(l => l.TrimEnd('\r')).ToList();
            if (lines[^1].Length == 0)
                lines.RemoveAt(lines.Count - 1);
            return lines;
        }
        catch (Exception e) when (e is DecoderFallbackException or InvalidDataException)
        {
            throw new InvalidDataException($"'{path}' is not readable UTF-8 text: {e.Message}", e);
        }
    }

    /// <summary>The file itself or its gzip form, whichever exists; null where neither does.</summary>
    public static string? Find(string folder, string name) =>
        new[] { name, name + ".gz" }.Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists);
}
