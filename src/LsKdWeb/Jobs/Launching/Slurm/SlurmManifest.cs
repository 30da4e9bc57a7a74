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

    /// <summary>The run of an array's task; null where this home has no such array.</summary>
    public static string? RunOf(HomeFolder home, string name, int index)
    {
        var start = string.Create(CultureInfo.InvariantCulture, $"{index} ");
        return name.StartsWith(SlurmJob.Prefix, StringComparison.Ordinal) && File.Exists(Path(home, name))
            && File.ReadLines(Path(home, name)).FirstOrDefault(l => l.StartsWith(start, StringComparison.Ordinal)) is { } line
            ? new RunFolder(line.Split(' ', 3)[2]).Id
            : null;
    }

    private static string Folder(HomeFolder home) => System.IO.Path.Combine(home.Root, "slurm");
}
