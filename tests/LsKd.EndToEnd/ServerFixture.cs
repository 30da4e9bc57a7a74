using System.Collections.Concurrent;
using System.Diagnostics;

namespace LsKd.EndToEnd;

/// <summary>
/// The real server in its own process, on a free port, with a temporary home. The class that uses it starts and stops one;
/// <see cref="KillAsync"/> and <see cref="StartAsync"/> let a test restart it on the same home and address.
/// </summary>
public class ServerFixture : IAsyncLifetime
{
    private const string Greeting = "LsKdWeb listens on ";
    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;

    /// <summary>Address of the site, without a slash at the end.</summary>
    public string Url { get; private set; } = "";

    /// <summary>The home folder.</summary>
    public string Home { get; } = Directory.CreateTempSubdirectory("lskd-e2e-").FullName;

    /// <summary>A client on the site's address.</summary>
    public HttpClient Http { get; } = new();

    /// <summary>Everything the server wrote, for failure messages.</summary>
    public string Output => string.Join('\n', _output);

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        // Workers usually step back behind everything else; here the tests wait for them.
        await File.WriteAllTextAsync(Path.Combine(Home, "settings.json"), """{"workerNiceness":0,"workerThreads":1}""");
        await PrepareAsync();
        await StartAsync();
        Http.BaseAddress = new Uri(Url);
    }

    /// <inheritdoc />
    public virtual async ValueTask DisposeAsync()
    {
        await StopAsync();
        Http.Dispose();
        Directory.Delete(Home, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Fills the home before the server starts.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Environment variables of the server.</summary>
    protected virtual IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>();

    /// <summary>Starts the server; after a stop on the same address as before.</summary>
    /// <exception cref="InvalidOperationException">It ended, or did not answer within a minute.</exception>
    public async Task StartAsync()
    {
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = StartInfo(), EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Hear(line.Data, heard);
        process.ErrorDataReceived += (_, line) => Hear(line.Data, heard);
        process.Exited += (_, _) => heard.TrySetException(new InvalidOperationException($"The server ended:\n{Output}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        Url = await heard.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    /// <summary>Asks the server to stop, as a service manager would, and waits for its end.</summary>
    public async Task StopAsync()
    {
        if (_process is not { HasExited: false } process)
            return;
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            await kill.WaitForExitAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
        }
    }

    /// <summary>Kills the server and what it started, as a crash of the machine would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Kills the server alone; its workers live on.</summary>
    public async Task KillAloneAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    private ProcessStartInfo StartInfo()
    {
        var port = Url.Length > 0 ? new Uri(Url).Port : 0;
        var start = new ProcessStartInfo("dotnet", [Repository.ServerAssembly, "serve", "--host", "127.0.0.1", "--port", $"{port}", "--home", Home])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        return start;
    }

    private void Hear(string? line, TaskCompletionSource<string> heard)
    {
        if (line is null)
            return;
        _output.Enqueue(line);
        if (line.StartsWith(Greeting, StringComparison.Ordinal))
            heard.TrySetResult(line[Greeting.Length..].TrimEnd('/'));
    }
}
