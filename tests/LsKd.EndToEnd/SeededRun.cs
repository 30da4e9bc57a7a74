using System.Net.Http.Json;
using System.Text.Json;

namespace LsKd.EndToEnd;

/// <summary>One small finished run in a server's home, made through the HTTP interface and a real worker.</summary>
public static class SeededRun
{
    private static readonly SemaphoreSlim Gate = new(1);

    /// <summary>Makes the run unless the home has one; answers its id once it has ended well.</summary>
    public static async Task<string> EnsureAsync(ServerFixture server)
    {
        await Gate.WaitAsync();
        try
        {
            var runs = await ListAsync(server);
            var id = runs.Count > 0 ? runs[0].Id : await CreateAsync(server);
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(4));
            while (!(await ListAsync(server)).Any(r => r.Id == id && r.State == "succeeded"))
                await Task.Delay(500, patience.Token);
            return id;
        }
        finally
        {
            Gate.Release();
        }
    }

    private static async Task<IReadOnlyList<(string Id, string State)>> ListAsync(ServerFixture server)
    {
        var page = await server.Http.GetFromJsonAsync<JsonElement>("/api/runs");
        return [.. page.GetProperty("runs").EnumerateArray().Select(r => (r.GetProperty("id").GetString()!, r.GetProperty("state").GetString()!))];
    }

    private static async Task<string> CreateAsync(ServerFixture server)
    {
        var spec = new
        {
            name = "A small teacher",
            data = new { dataset = "fashion-mnist", trainSize = 200, testSize = 200, validationFraction = 0.01 },
            model = new { name = "resnet8", width = 2 },
            objective = new { name = "cross-entropy", smoothing = 0.1 },
            training = new { epochs = 2, batchSize = 50 },
        };
        using var response = await server.Http.PostAsJsonAsync("/api/runs", new { spec });
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }
}
