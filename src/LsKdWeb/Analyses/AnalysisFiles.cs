using System.Text.Json;
using System.Text.RegularExpressions;
using LsKd.Core.Analysis;
using LsKd.Core.Arrays;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Analysis;
using LsKdWeb.Hosting;
using Microsoft.Extensions.Caching.Memory;

namespace LsKdWeb.Analyses;

/// <summary>Finds and reads what the analysis left in run folders. Safe from any thread; what was read is kept while its file stays the same.</summary>
public sealed partial class AnalysisFiles(HomeFolder home) : IDisposable
{
    private const long CacheBytes = 96L << 20;

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = CacheBytes });

    /// <summary>Whether a run has a stored report or arrays of a split.</summary>
    public bool Has(string run, string split, int? epoch = null) => File.Exists(Folder(run).Report(split, epoch));

    /// <summary>The splits that a run has arrays for, in their usual order.</summary>
    public IReadOnlyList<string> Splits(string run) =>
        [.. Enum.GetValues<Split>().Select(s => s.Key()).Where(s => File.Exists(Folder(run).Arrays(s)) || File.Exists(Folder(run).Report(s)))];

    /// <summary>Epochs with arrays of their own besides the final ones, in order.</summary>
    public IReadOnlyList<int> Epochs(string run, string split)
    {
        var folder = Folder(run).Analysis;
        if (!Directory.Exists(folder))
            return [];
        var names = Directory.EnumerateFiles(folder, $"{split}.epoch-*.safetensors").Select(Path.GetFileName);
        return [.. names.Select(n => EpochInName().Match(n!)).Where(m => m.Success).Select(m => int.Parse(m.Groups[1].Value)).Order()];
    }

    /// <summary>The report of a split, or null where there is none.</summary>
    /// <exception cref="InvalidDataException">The file is no report; the message names it.</exception>
    public AnalysisReport? Report(string run, string split, int? epoch = null)
    {
        var path = Folder(run).Report(split, epoch);
        return File.Exists(path) ? Kept(path, "report", ReadReport, bytes => bytes) : null;
    }

    /// <summary>Features, logits, labels and ids of a split.</summary>
    /// <exception cref="InvalidDataException">There are none, or the file is damaged; the message says which.</exception>
    public SplitArrays Arrays(string run, string split, int? epoch = null)
    {
        var path = Folder(run).Arrays(split, epoch);
        return File.Exists(path)
            ? Kept(path, "arrays", SplitArrays.Open, _ => 64 << 10)
            : throw new InvalidDataException($"Run {run} has stored no samples of the {split} split{(epoch is { } e ? $" at epoch {e}" : "")}.");
    }

    /// <summary>Weights and bias of the last layer.</summary>
    /// <exception cref="InvalidDataException">There are none, or the file is damaged; the message says which.</exception>
    public NetworkHead Head(string run, int? epoch = null)
    {
        var path = Folder(run).Head(epoch);
        return File.Exists(path)
            ? Kept(path, "head", NetworkHead.Open, bytes => 2 * bytes)
            : throw new InvalidDataException($"Run {run} has stored no last-layer weights{(epoch is { } e ? $" of epoch {e}" : "")}.");
    }

    /// <summary>The spec of a run, or null where there is none that can be read: an imported network has none.</summary>
    public RunSpec? Spec(string run)
    {
        var path = Folder(run).SpecFile;
        return File.Exists(path) ? Kept(path, "spec", ReadSpec, bytes => bytes) : null;
    }

    /// <summary>Mean soft label of one class, for runs with so many classes that the report leaves the matrix to the arrays; else null.</summary>
    public IReadOnlyList<double>? SoftLabelRow(string run, string split, int label)
    {
        const string Tensor = "soft_label_by_class";
        if (!File.Exists(Folder(run).Arrays(split)))
            return null;
        var file = Arrays(run, split).File;
        if (!file.Tensors.ContainsKey(Tensor) || TensorRows.Shape(file, Tensor).Rows <= label)
            return null;
        double[] values = [];
        TensorRows.ForEach(file, Tensor, label, 1, (_, row) => values = [.. row.ToArray().Select(v => (double)v)]);
        return values.Any(double.IsNaN) ? null : values;
    }

    /// <summary>Two runs on the samples of a split that both have stored, or null where there are none or not the same.</summary>
    /// <exception cref="InvalidDataException">A file is damaged; the message names it.</exception>
    public PairedComparison? Paired(string first, string second, string split)
    {
        var (a, b) = (Folder(first).Arrays(split), Folder(second).Arrays(split));
        return File.Exists(a) && File.Exists(b)
            ? Kept(a, $"against {b} of {File.GetLastWriteTimeUtc(b).Ticks}", _ => PairedComparison.Of(Arrays(first, split), Arrays(second, split)), _ => 4096)
            : null;
    }

    /// <summary>Keeps a value made from a file until the file changes or room is needed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What is made of it; part of the key.</param>
    /// <param name="make">Makes it.</param>
    /// <param name="size">Bytes it takes, given the file's.</param>
    public T Kept<T>(string path, string kind, Func<string, T> make, Func<long, long> size)
    {
        var file = new FileInfo(path);
        var key = (path, kind, file.LastWriteTimeUtc, file.Length);
        if (cache.TryGetValue(key, out T? value))
            return value!;
        value = make(path);
        return cache.Set(key, value, new MemoryCacheEntryOptions { Size = Math.Max(1, size(file.Length)), SlidingExpiration = TimeSpan.FromMinutes(20) });
    }

    /// <summary>The folder of a run.</summary>
    /// <exception cref="InvalidDataException">The text is no run id.</exception>
    public RunFolder Folder(string run) =>
        RunId.IsValid(run) ? home.Run(run) : throw new InvalidDataException($"'{run}' is not the id of a run.");

    /// <inheritdoc/>
    public void Dispose() => cache.Dispose();

    private static AnalysisReport ReadReport(string path)
    {
        try
        {
            return ReportFile.Read(path);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' is not a report of the analysis: {e.Message}", e);
        }
    }

    private static RunSpec? ReadSpec(string path)
    {
        try
        {
            return SpecJson.Read(File.ReadAllText(path));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\.epoch-(\d{1,6})\.safetensors$")]
    private static partial Regex EpochInName();
}
