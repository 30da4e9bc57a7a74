namespace LsKdWeb.Jobs.Launching;

/// <summary>How this product is started as a worker.</summary>
/// <param name="File">Program.</param>
/// <param name="Arguments">What comes before the verb.</param>
public sealed record WorkerCommand(string File, IReadOnlyList<string> Arguments)
{
    /// <summary>The program beside this assembly, started as itself where its launcher is there, else by <c>dotnet</c>.</summary>
    public static WorkerCommand Self()
    {
        var assembly = typeof(WorkerCommand).Assembly.Location;
        var program = Path.ChangeExtension(assembly, OperatingSystem.IsWindows() ? ".exe" : null);
        return System.IO.File.Exists(program) ? new(program, []) : new("dotnet", [assembly]);
    }

    /// <summary>The whole command line of a job.</summary>
    public IReadOnlyList<string> Line(JobRequest request, string dataFolder) =>
        Line(request.Folder.Root, $"{request.Attempt}", request.Threads, request.Niceness, dataFolder);

    /// <inheritdoc cref="Line(JobRequest, string)"/>
    public IReadOnlyList<string> Line(string folder, string attempt, int threads, int niceness, string dataFolder) =>
    [
        File, .. Arguments, "worker", folder, "--attempt", attempt, "--threads", $"{threads}", "--data", dataFolder, "--niceness", $"{niceness}",
    ];
}
