using System.Collections.Concurrent;
using System.Diagnostics;
using LsKd.Core.Runs;
using LsKd.Learning.Training;
using LsKdWeb.Hosting;

namespace LsKdWeb.Jobs.Launching;

/// <summary>
/// Starts workers as processes of this machine that outlive the server: in a session of their own, their output in the run folder,
/// at low priority. They are found again by process id, boot and start time.
/// </summary>
internal sealed class LocalLauncher(HomeFolder home, WorkerCommand command) : IJobLauncher
{
    private readonly ConcurrentDictionary<string, Process> _children = new();

    /// <inheritdoc/>
    public string Name => "local";

    /// <inheritdoc/>
    public bool OwnsQueue => false;

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> StartAsync(IReadOnlyList<JobRequest> bundle, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<string>>([.. bundle.Select(Start)]);

    /// <inheritdoc/>
    public Task<string?> FindAsync(RunFolder folder, int attempt, CancellationToken cancel)
    {
        var note = PidFile(folder, attempt);
        if (!File.Exists(note) || !int.TryParse(File.ReadAllText(note), out var pid))
            return Task.FromResult<string?>(null);
        var alive = ProcessHandle.Of(pid) is { } found && IsWorker(pid, folder) ? found : "ended";
        return Task.FromResult<string?>(new LocalHandle(pid, alive, OomKills.Count()).ToString());
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, JobStatus>> QueryAsync(IReadOnlyCollection<string> handles, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<string, JobStatus>>(handles.ToDictionary(h => h, Status));

    /// <inheritdoc/>
    public Task StopAsync(string handle, bool atOnce, CancellationToken cancel)
    {
        if (LocalHandle.Parse(handle) is { } worker && worker.IsAlive())
            Signals.Send(worker.ProcessId, atOnce ? Signals.Kill : Signals.Terminate);
        return Task.CompletedTask;
    }

    private string Start(JobRequest request)
    {
        var process = Process.Start(StartInfo(request)) ?? throw new InvalidOperationException("The worker could not be started.");
        var handle = new LocalHandle(process.Id, ProcessHandle.Of(process.Id) ?? "ended", OomKills.Count());
        _children[handle.ToString()] = process;
        return handle.ToString();
    }

    private JobStatus Status(string handle)
    {
        if (LocalHandle.Parse(handle) is not { } worker)
            return new JobStatus(JobPhase.Gone, $"its handle \"{handle}\" cannot be understood");
        if (_children.TryGetValue(handle, out var child))
            return child.HasExited ? Ended(handle, worker, child) : new JobStatus(JobPhase.Running);
        if (worker.IsAlive())
            return new JobStatus(JobPhase.Running);
        return worker.IsOfThisBoot()
            ? new JobStatus(JobPhase.Gone, "it ended without saying why; how is not known, since a server before this one had started it")
            : new JobStatus(JobPhase.Gone, "the machine was restarted", Blameless: true);
    }

    private static JobStatus Ended(string handle, LocalHandle worker, Process child) =>
        new(JobPhase.Gone, ExitReason.Describe(child.ExitCode, OomKills.Count() > worker.OomKills)) { NoRoom = child.ExitCode == WorkerExit.NoRoom };

    private ProcessStartInfo StartInfo(JobRequest request)
    {
        var line = command.Line(request, home.Data);
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo(line[0], line.Skip(1)) { CreateNoWindow = true } : Detached(request, line);
        start.UseShellExecute = false;
        start.WorkingDirectory = request.Folder.Root;
        WorkerEnvironment.SetFor(start);
        start.Environment["CUDA_VISIBLE_DEVICES"] = request.Device.StartsWith("cuda:", StringComparison.Ordinal) ? request.Device[5..] : "";
        return start;
    }

    // A redirected pipe that nobody reads stalls the worker when the server is gone: its output goes to a file. The shell notes its
    // process id, which stays the worker's, so that a server killed right now finds it again.
    private static ProcessStartInfo Detached(JobRequest request, IReadOnlyList<string> line)
    {
        const string script = """echo $$ > "$1"; log=$2; shift 2; exec "$@" >> "$log" 2>&1 < /dev/null""";
        return new ProcessStartInfo("/bin/sh",
            ["-c", script, "sh", PidFile(request.Folder, request.Attempt), request.Folder.WorkerLog, .. Tools.Session, .. Tools.Nice(request.Niceness), .. line]);
    }

    private static string PidFile(RunFolder folder, int attempt) => Path.Combine(folder.Root, $"worker.{attempt}.pid");

    private static bool IsWorker(int pid, RunFolder folder) =>
        !OperatingSystem.IsLinux() || File.ReadAllText($"/proc/{pid}/cmdline").Contains(folder.Root, StringComparison.Ordinal);

    private static class Tools
    {
        public static readonly string[] Session = Exists("setsid") ? ["setsid"] : [];
        private static readonly bool HasNice = Exists("nice");

        public static string[] Nice(int niceness) => HasNice && niceness > 0 ? ["nice", "-n", $"{niceness}"] : [];

        private static bool Exists(string tool) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, tool)));
    }
}
