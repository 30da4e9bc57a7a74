namespace LsKdWeb.Jobs;

/// <summary>What became of one run of many.</summary>
/// <param name="Id">The run.</param>
/// <param name="Error">Why it was refused; null where it was done.</param>
public sealed record RunOutcome(string Id, string? Error = null);

/// <summary>Does the same to many runs; one that refuses does not keep the others from it.</summary>
public static class RunBatch
{
    /// <summary>Acts on each in turn.</summary>
    public static async Task<IReadOnlyList<RunOutcome>> ActAsync(IEnumerable<string> ids, Func<string, Task> act)
    {
        var outcomes = new List<RunOutcome>();
        foreach (var id in ids)
            outcomes.Add(new RunOutcome(id, await TryAsync(() => act(id))));
        return outcomes;
    }

    private static async Task<string?> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
