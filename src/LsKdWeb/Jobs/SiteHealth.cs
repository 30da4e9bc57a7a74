namespace LsKdWeb.Jobs;

/// <summary>Trouble that concerns the whole site: a full disk, a database that does not answer.</summary>
/// <param name="Topic">What it is about.</param>
/// <param name="Message">What happened and what to do.</param>
/// <param name="Since">When it was first seen.</param>
public sealed record SiteProblem(string Topic, string Message, DateTimeOffset Since);

/// <summary>Collects trouble, and forgets it when it is over.</summary>
public sealed class SiteHealth(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, SiteProblem> _problems = new(StringComparer.Ordinal);

    /// <summary>Raised when a problem comes, changes or goes.</summary>
    public event Action? Changed;

    /// <summary>Everything that is wrong now.</summary>
    public IReadOnlyList<SiteProblem> Problems
    {
        get
        {
            lock (_lock)
                return [.. _problems.Values];
        }
    }

    /// <summary>Notes the state of a topic; null says that it is well.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Report(string topic, string? message)
    {
        lock (_lock)
        {
            var known = _problems.GetValueOrDefault(topic);
            if (known?.Message == message)
                return false;
            if (message is null)
                _problems.Remove(topic);
            else
                _problems[topic] = new SiteProblem(topic, message, known?.Since ?? clock.GetUtcNow());
        }
        Changed?.Invoke();
        return true;
    }
}
