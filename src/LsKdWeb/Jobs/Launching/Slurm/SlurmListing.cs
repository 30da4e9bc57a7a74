namespace LsKdWeb.Jobs.Launching.Slurm;

/// <summary>
/// The queue, asked for at most every two seconds and for all jobs together. Nobody waits long for a silent controller: it is asked
/// in the background, and while it is silent there is no listing.
/// </summary>
internal sealed class SlurmListing(ISlurmTools tools, SiteHealth health, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterSilence = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);
    private volatile IReadOnlyDictionary<string, SlurmJobLine>? _jobs;
    private Task _asking = Task.CompletedTask;
    private long? _asked;

    /// <summary>Why there is no listing; null while there is one.</summary>
    public string? Silence { get; private set; } = "Slurm has not answered yet.";

    /// <summary>Has the queue asked for anew.</summary>
    public void Expire() => _asked = null;

    /// <summary>All jobs of this user that Slurm knows, finished ones too; null while it is silent.</summary>
    public async Task<IReadOnlyDictionary<string, SlurmJobLine>?> JobsAsync(CancellationToken cancel)
    {
        if (_asking.IsCompleted && (_asked is not { } then || clock.GetElapsedTime(then) >= (_jobs is null ? AfterSilence : Fresh)))
        {
            _asked = clock.GetTimestamp();
            _asking = AskAsync();
        }
        await Task.WhenAny(_asking, Task.Delay(Glance, cancel));
        return _jobs;
    }

    private async Task AskAsync()
    {
        try
        {
            var answer = await tools.RunAsync("squeue", ["-h", "-a", "-r", "-t", "all", "--me", "-O", SlurmStates.Format], "", CancellationToken.None);
            if (answer.Code != 0)
                throw new SlurmSilentException($"Slurm does not answer: {answer.Error.Trim()}");
            (_jobs, Silence) = (SlurmStates.Read(answer.Output), null);
            health.Report("slurm", null);
        }
        catch (Exception e) when (e is SlurmSilentException or InvalidOperationException)
        {
            (_jobs, Silence) = (null, e.Message);
            health.Report("slurm", $"{e.Message} Its jobs go on; nothing is concluded about them until it answers.");
        }
    }
}
