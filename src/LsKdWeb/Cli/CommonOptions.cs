using System.CommandLine;
using LsKdWeb.Hosting;

namespace LsKdWeb.Cli;

/// <summary>Options that several verbs share.</summary>
internal static class CommonOptions
{
    /// <summary>Where everything is kept; understood by every verb.</summary>
    public static Option<string?> Home { get; } = new("--home")
    {
        Description = $"Folder of database, runs and data (default: {HomeFolder.Variable}, else the user's data folder).",
        Recursive = true,
        HelpName = "DIR",
    };

    /// <summary>One JSON document on standard output and nothing else there.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Write one JSON document to standard output." };

    /// <summary>The home folder that the command line chooses, created where missing.</summary>
    public static HomeFolder OpenHome(this ParseResult parsed) => HomeFolder.Find(parsed.GetValue(Home)).Ensure();
}
