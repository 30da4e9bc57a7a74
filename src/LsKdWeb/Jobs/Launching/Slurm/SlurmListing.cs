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
    private readonly Lock _once = new();
    private Task _asking = Task.CompletedTask;
    private long? _asked;

    /// <summary>Why there is no listing; null while there is one.</summary>
    public string? Silence { get; private set; } = "Slurm has not answered yet.";

    /// <summary>Has the queue asked for anew.</summary>
    public void Expire()
    {
        lock (_once)
            _asked = null;
    }

    /// <summary>All jobs of this user that Slurm knows, finished ones too; null while it is silent.</summary>
    public async Task<IReadOnlyDictionary<string, SlurmJobLine>?> JobsAsync(CancellationToken cancel)
    {
        await Task.WhenAny(Asking(), Task.Delay(Glance, cancel));
        return _jobs;
    }

    // The job engine and the keeper of priorities ask from threads of their own.
    private Task Asking()
    {
        lock (_once)
        {
            if (_asking.IsCompleted && (_asked is not { } then || clock.GetElapsedTime(then) >= (_jobs is null ? AfterSilence : Fresh)))
            {
                _asked = clock.GetTimestamp();
                _asking = AskAsync();
            }
            return _asking;
        }
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
