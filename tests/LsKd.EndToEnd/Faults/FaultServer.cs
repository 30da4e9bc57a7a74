using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKdWeb.Api;
using LsKdWeb.Hosting;
using LsKdWeb.Jobs;

namespace LsKd.EndToEnd.Faults;

/// <summary>A server whose workers are killed often, and a client that outlives it.</summary>
public class FaultServer : ServerFixture
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    /// <summary>Settings under which every run survives whatever is done to it.</summary>
    public static SiteSettings Patient { get; } = new() { CpuSlots = 2, WorkerThreads = 1, WorkerNiceness = 0, CrashRetries = 100, MinFreeMegabytes = 0 };

    /// <summary>Settings that the server starts with.</summary>
    protected virtual SiteSettings Initial => Patient;

    private HomeFolder Folders => new(Home);

    /// <summary>Folder of a run.</summary>
    public RunFolder Run(string id) => Folders.Run(id);

    /// <summary>Puts settings in force.</summary>
    public async Task SetAsync(SiteSettings settings) =>
        (await Http.PutAsJsonAsync($"api/settings", settings, SpecJson.Options)).EnsureSuccessStatusCode().Dispose();

    /// <summary>Creates a run.</summary>
    public async Task<string> StartRunAsync(RunSpec spec)
    {
        using var answer = await Http.PostAsJsonAsync($"api/runs", new NewRun(spec), SpecJson.Options);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<Created>(SpecJson.Options))!.Id;
    }

    /// <summary>Cancels a run.</summary>
    public async Task CancelRunAsync(string id) => (await Http.PostAsync($"api/runs/{id}/cancel", null)).EnsureSuccessStatusCode().Dispose();

    /// <summary>A run with its attempts.</summary>
    public Task<RunDocument> FindAsync(string id) => GetAsync<RunDocument>($"api/runs/{id}");

    /// <summary>Every point of every curve of a run, as the store has them.</summary>
    public async Task<IReadOnlyList<string>> PointsAsync(string id)
    {
        var tags = await GetAsync<IReadOnlyList<string>>($"api/runs/{id}/metrics");
        var query = string.Join('&', tags.Select(t => $"tag={Uri.EscapeDataString(t)}"));
        var curves = await GetAsync<IReadOnlyList<MetricSeries>>($"api/runs/{id}/series?points=100000&{query}");
        var counts = (await GetAsync<RunPage>($"api/runs?id={id}&{query.Replace("tag=", "metric=", StringComparison.Ordinal)}")).Runs.Single().Metrics;
        return [.. curves.OrderBy(c => c.Tag, StringComparer.Ordinal).SelectMany(c => c.Steps
            .Select((step, i) => FormattableString.Invariant($"{c.Tag} {step}: {c.Values[i]:R} at epoch {c.Epochs[i]:R}"))
            .Append($"{c.Tag}: {c.StoredPoints} stored, {counts[c.Tag].Count} counted"))];
    }

    /// <summary>Asserts that a run came to the same as another: result, every point of every curve, and the weights bit by bit.</summary>
    public async Task AssertSameAsync(string reference, string id)
    {
        var (expected, actual) = (await FindAsync(reference), await FindAsync(id));
        Assert.True(actual.Summary.State == RunState.Succeeded, $"{id} is {actual.Summary.State}: {actual.Summary.Reason}");
        Assert.Equal(expected.Result!.Metrics, actual.Result!.Metrics);
        Assert.Equal(await PointsAsync(reference), await PointsAsync(id));
        foreach (var checkpoint in (string[])["last", "best"])
            Assert.Equal(Hash(Run(reference).Checkpoint(checkpoint)), Hash(Run(id).Checkpoint(checkpoint)));
    }

    /// <summary>What the site says is wrong with it.</summary>
    public async Task<IReadOnlyList<SiteProblem>> ProblemsAsync() => (await GetAsync<SiteStatus>("api/site")).Problems;

    /// <summary>Waits until every run is finished; a server that is down meanwhile is waited for.</summary>
    public async Task<IReadOnlyList<RunSummary>> FinishAsync(IReadOnlyCollection<string> ids)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await TryPageAsync(ids) is { } page && page.Runs.Count == ids.Count && page.Runs.All(r => r.State.IsFinal()))
                return page.Runs;
            Assert.False(deadline.IsCancellationRequested, $"Not all runs ended.\n{Output}");
            await Task.Delay(Glance, CancellationToken.None);
        }
    }

    /// <summary>Waits until a run's logs hold so many events in all.</summary>
    public Task AwaitEventsAsync(string id, int count) => AwaitAsync(() => Task.FromResult(EventCount.Of(Run(id)) >= count));

    /// <summary>Waits until something holds.</summary>
    public async Task AwaitAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"Waited in vain.\n{Output}");
            await Task.Delay(20, CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    protected override Task PrepareAsync() =>
        File.WriteAllTextAsync(Path.Combine(Home, "settings.json"), JsonSerializer.Serialize(Initial, SpecJson.Options));

    private static string Hash(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));

    private async Task<RunPage?> TryPageAsync(IReadOnlyCollection<string> ids)
    {
        try
        {
            return await GetAsync<RunPage>($"api/runs?take=1000&{string.Join('&', ids.Select(i => $"id={i}"))}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or JsonException)
        {
            return null;
        }
    }

    private async Task<T> GetAsync<T>(string path) => (await Http.GetFromJsonAsync<T>(path, SpecJson.Options))!;
}
