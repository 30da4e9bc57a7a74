namespace LsKd.Core.Runs;

/// <summary>A newer attempt at the run has begun: this one must end and write nothing.</summary>
public sealed class SupersededException(string message) : Exception(message);

/// <summary>
/// Lets only the newest attempt at a run change its files. A worker that was given up (its node was lost for a while) may live on
/// beside the one that replaced it; whatever it still wants to put in place is refused. Claims and changes hold one lock, so that
/// nothing slips in between the question and the change.
/// </summary>
public sealed class RunFence : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly AsyncLocal<RunFence?> InForce = new();
    private readonly RunFolder folder;
    private readonly string claim;

    private RunFence(RunFolder folder, string claim) => (this.folder, this.claim) = (folder, claim);

    /// <summary>Makes this attempt the one that writes, until a newer one comes; in force for what the caller calls.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="attempt">Number of the attempt, from 1.</param>
    /// <exception cref="SupersededException">A newer attempt was there before.</exception>
    public static RunFence Claim(RunFolder folder, int attempt)
    {
        var fence = new RunFence(folder, $"{attempt} {Guid.NewGuid():N}");
        using (fence.Lock())
        {
            if (fence.Read().Split(' ')[0] is { Length: > 0 } newest && int.Parse(newest) > attempt)
                throw fence.Superseded();
            var fresh = folder.AttemptFile + ".new";
            File.WriteAllText(fresh, fence.claim);
            File.Move(fresh, folder.AttemptFile, overwrite: true);
        }
        InForce.Value = fence;
        return fence;
    }

    /// <summary>Makes a change to a file: under the lock and only by the newest attempt where the file is a fenced run's, else at once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="change">Puts it in place; must be quick.</param>
    /// <exception cref="SupersededException">A newer attempt writes there.</exception>
    public static void Commit(string path, Action change)
    {
        if (InForce.Value is not { } fence || !fence.Holds(path))
        {
            change();
            return;
        }
        using var held = fence.Lock();
        fence.Check();
        change();
    }

    /// <summary>Asks whether this attempt is still the newest.</summary>
    /// <exception cref="SupersededException">It is not.</exception>
    public static void CheckInForce() => InForce.Value?.Check();

    /// <inheritdoc/>
    public void Dispose() => InForce.Value = null;

    private void Check()
    {
        if (Read() != claim)
            throw Superseded();
    }

    private SupersededException Superseded() =>
        new($"attempt {Read().Split(' ')[0]} at run {folder.Id} has begun; attempt {claim.Split(' ')[0]} ends and writes nothing more");

    private bool Holds(string path) =>
        Path.GetFullPath(path).StartsWith(Path.GetFullPath(folder.Root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private string Read() => File.Exists(folder.AttemptFile) ? File.ReadAllText(folder.AttemptFile) : "";

    private FileStream Lock()
    {
        var deadline = Environment.TickCount64 + Patience.TotalMilliseconds;
        while (true)
        {
            try
            {
                return new FileStream(folder.AttemptFile + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Environment.TickCount64 < deadline && Directory.Exists(folder.Root))
            {
                Thread.Sleep(20);
            }
        }
    }
}
