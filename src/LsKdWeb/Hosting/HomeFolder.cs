using LsKd.Core.Runs;

namespace LsKdWeb.Hosting;

/// <summary>Where the product keeps everything: database, runs, data sets, studies.</summary>
/// <param name="Root">Absolute path.</param>
public sealed record HomeFolder(string Root)
{
    /// <summary>Name of the environment variable that chooses the folder.</summary>
    public const string Variable = "LSKD_HOME";

    /// <summary>The index.</summary>
    public string Database => Path.Combine(Root, "lskd.db");

    /// <summary>Run folders, named by run id.</summary>
    public string Runs => Path.Combine(Root, "runs");

    /// <summary>Data sets that are not embedded.</summary>
    public string Data => Path.Combine(Root, "data");

    /// <summary>Designs and reports of studies.</summary>
    public string Studies => Path.Combine(Root, "studies");

    /// <summary>Held open by the one process that runs this home's engine; names its address.</summary>
    public string EngineLock => Path.Combine(Root, "engine.lock");

    /// <summary>Room that is given up when the disk is full.</summary>
    public string Reserve => Path.Combine(Root, "reserve");

    /// <summary>Folder of a run.</summary>
    public RunFolder Run(string id) => new(Path.Combine(Runs, id));

    /// <summary>The folder named on the command line, else by <see cref="Variable"/>, else the platform's user data folder.</summary>
    public static HomeFolder Find(string? chosen)
    {
        var path = FirstGiven(chosen, Environment.GetEnvironmentVariable(Variable)) ?? Default();
        return new HomeFolder(Path.GetFullPath(path));
    }

    /// <summary>Creates what is missing.</summary>
    /// <exception cref="IOException">The folder cannot be made or written; the message names it.</exception>
    public HomeFolder Ensure()
    {
        try
        {
            foreach (var folder in (string[])[Root, Runs, Data, Studies])
                Directory.CreateDirectory(folder);
            return this;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The home folder {Root} cannot be used: {e.Message} Choose another with --home or {Variable}.", e);
        }
    }

    private static string? FirstGiven(params string?[] paths) => paths.FirstOrDefault(p => !string.IsNullOrWhiteSpace(p));

    private static string Default()
    {
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(data.Length > 0 ? data : Path.GetTempPath(), "lskdweb");
    }
}
