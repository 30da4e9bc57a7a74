using System.Globalization;

namespace LsKdWeb.Jobs.Launching.Slurm;

/// <summary>What the cluster's configuration says, from <c>scontrol show config</c>.</summary>
internal static class SlurmConfig
{
    /// <summary>The values by name; null while Slurm is silent.</summary>
    public static async Task<IReadOnlyDictionary<string, string>?> ReadAsync(ISlurmTools tools, CancellationToken cancel)
    {
        try
        {
            var answer = await tools.RunAsync("scontrol", ["show", "config"], "", cancel);
            return answer.Code == 0 ? Parse(answer.Output) : null;
        }
        catch (SlurmSilentException)
        {
            return null;
        }
    }

    /// <summary>Tasks that an array may have; null where it is not told.</summary>
    public static async Task<int?> ArraySizeAsync(ISlurmTools tools, CancellationToken cancel) =>
        await ReadAsync(tools, cancel) is { } config && int.TryParse(config.GetValueOrDefault("MaxArraySize"), CultureInfo.InvariantCulture, out var size) ? size : null;

    private static Dictionary<string, string> Parse(string text) => text
        .Split('\n')
        .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
        .Where(parts => parts.Length == 2)
        .DistinctBy(parts => parts[0])
        .ToDictionary(parts => parts[0], parts => parts[1]);
}
