namespace LsKd.EndToEnd;

/// <summary>Where things lie in the clone that the tests were built from.</summary>
public static class Repository
{
    /// <summary>The clone's top folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The server's assembly; <c>LSKD_SERVER</c> names another one, such as a published one.</summary>
    public static string ServerAssembly { get; } = Environment.GetEnvironmentVariable("LSKD_SERVER") ?? FindServer();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LsKdWeb.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"No LsKdWeb.sln above {AppContext.BaseDirectory}.");
    }

    private static string FindServer()
    {
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        var output = Path.Combine(Root, "src", "LsKdWeb", "bin", configuration, "net10.0");
        return Directory.EnumerateFiles(output, "LsKdWeb.dll", SearchOption.AllDirectories).FirstOrDefault()
            ?? throw new InvalidOperationException($"No LsKdWeb.dll in {output}; build the solution first.");
    }
}
