namespace LsKd.Learning.Data.Stored;

/// <summary>Tables of tab-separated columns under a line of names.</summary>
internal static class TabFile
{
    /// <summary>Reads all rows, each by column name.</summary>
    /// <exception cref="DatasetException">The file is missing or a row is short.</exception>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string path)
    {
        if (!File.Exists(path)) throw new DatasetException($"{path} does not exist.");
        var lines = File.ReadAllLines(path).Where(l => l.Length > 0).Select(l => l.Split('\t')).ToArray();
        return [.. lines.Skip(1).Select((cells, i) => Row(path, i + 2, lines[0], cells))];
    }

    private static Dictionary<string, string> Row(string path, int line, string[] names, string[] cells) =>
        cells.Length == names.Length ? names.Zip(cells).ToDictionary(p => p.First, p => p.Second)
            : throw new DatasetException($"{path}, line {line}: {cells.Length} columns instead of {names.Length}.");
}
