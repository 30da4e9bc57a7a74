using System.Globalization;
using LsKd.Core.Runs;
using LsKdWeb.Hosting;

namespace LsKdWeb.Jobs.Launching.Slurm;

/// <summary>
/// Tells the tasks of a job array their runs: a file <c>slurm/NAME.tasks</c> in the home folder with a line <c>INDEX ATTEMPT FOLDER</c>
/// for each. It is written before the array is submitted, so that tasks are found again by the array's name.
/// </summary>
internal static class SlurmManifest
{
    private const string Ending = ".tasks";

    /// <summary>The file of an array.</summary>
    public static string Path(HomeFolder home, string name) => System.IO.Path.Combine(Folder(home), name + Ending);

    /// <summary>Writes an array's file.</summary>
    public static void Write(HomeFolder home, string name, IReadOnlyList<JobRequest> bundle)
    {
        Directory.CreateDirectory(Folder(home));
        var lines = bundle.Zip(SlurmBundles.Indices(bundle), (r, i) => string.Create(CultureInfo.InvariantCulture, $"{i} {r.Attempt} {r.Folder.Root}"));
        WholeFile.WriteLines(Path(home, name), lines);
    }

    /// <summary>The array that an attempt was to be submitted with, and its index there; null where it was none.</summary>
    public static (string Name, int Index)? Find(HomeFolder home, RunFolder run, int attempt)
    {
        if (!Directory.Exists(Folder(home)))
            return null;
        var ending = string.Create(CultureInfo.InvariantCulture, $" {attempt} {run.Root}");
        foreach (var file in new DirectoryInfo(Folder(home)).EnumerateFiles("*" + Ending).OrderByDescending(f => f.LastWriteTimeUtc))
            if (File.ReadLines(file.FullName).FirstOrDefault(l => l.EndsWith(ending, StringComparison.Ordinal)) is { } line)
                return (System.IO.Path.GetFileNameWithoutExtension(file.Name), int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture));
        return null;
    }

    /// <summary>The run of a job and the attempt that its first life is; null where it is none of this home's.</summary>
    public static (RunFolder Run, int Attempt)? TaskOf(HomeFolder home, SlurmJobLine job)
    {
        if (!job.Name.StartsWith(SlurmJob.Prefix, StringComparison.Ordinal))
            return null;
        return File.Exists(Path(home, job.Name)) ? OfArray(Path(home, job.Name), new SlurmHandle(job.Job).Task) : OfName(home, job.Name);
    }

    private static (RunFolder, int)? OfArray(string file, int index)
    {
        var start = string.Create(CultureInfo.InvariantCulture, $"{index} ");
        return File.ReadLines(file).FirstOrDefault(l => l.StartsWith(start, StringComparison.Ordinal))?.Split(' ', 3) is [_, var attempt, var folder]
            ? (new RunFolder(folder), int.Parse(attempt, CultureInfo.InvariantCulture))
            : null;
    }

    private static (RunFolder, int)? OfName(HomeFolder home, string name)
    {
        var (start, end) = (SlurmJob.Prefix.Length, name.LastIndexOf('-'));
        return end > start && RunId.IsValid(name[start..end]) && int.TryParse(name[(end + 1)..], CultureInfo.InvariantCulture, out var attempt)
            ? (home.Run(name[start..end]), attempt)
            : null;
    }

    private static string Folder(HomeFolder home) => System.IO.Path.Combine(home.Root, "slurm");
}
