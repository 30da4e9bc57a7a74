namespace LsKd.Learning.Data.Batches;

/// <summary>Names and counts files that cannot be read, and gives up past a stated share.</summary>
/// <param name="limit">Largest share of the samples that may be bad.</param>
/// <param name="samples">Samples of all splits.</param>
/// <param name="found">Told of each bad file once, on whatever thread found it.</param>
internal sealed class BadFileLog(double limit, int samples, Action<BadFile>? found)
{
    private readonly Dictionary<string, BadFile> _files = [];

    /// <summary>The files so far, each once.</summary>
    public IReadOnlyList<BadFile> Files
    {
        get
        {
            lock (_files) return [.. _files.Values.OrderBy(f => f.Path, StringComparer.Ordinal)];
        }
    }

    /// <summary>Notes a file.</summary>
    /// <exception cref="DatasetException">Too many files are bad.</exception>
    public void Add(BadFile file)
    {
        lock (_files)
        {
            if (!_files.TryAdd(file.Path, file)) return;
            found?.Invoke(file);
            if (_files.Count > limit * samples) throw TooMany();
        }
    }

    private DatasetException TooMany() => new(string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{_files.Count} of {samples} files cannot be read, more than data.badFileLimit ({limit:0.######}) allows. First: ")
        + string.Join("; ", _files.Values.Take(3).Select(f => $"{f.Path} ({f.Reason})")));
}
