using LsKd.Store;

namespace LsKdWeb.Jobs;

/// <summary>Keeps trouble with one run's files from holding up all the others.</summary>
internal static class RunTrouble
{
    /// <summary>Does something for a run; what goes wrong with its files is noted. Trouble with the database goes on, as it concerns all.</summary>
    public static async Task CatchAsync(string id, ICollection<string> trouble, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception e) when (e is not StoreUnavailableException and (IOException or UnauthorizedAccessException))
        {
            trouble.Add($"Run {id}: {e.Message}");
        }
    }
}
