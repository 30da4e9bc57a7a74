using System.Diagnostics;
using LsKd.Tests.Shared;

namespace LsKd.EndToEnd;

/// <summary>The real server on a home that holds finished runs, which no training had to make.</summary>
public class InventedRunsFixture : ServerFixture
{
    /// <inheritdoc />
    protected override Task PrepareAsync()
    {
        Write(Path.Combine(Home, "runs"));
        return IndexAsync();
    }

    /// <summary>Writes the runs.</summary>
    protected virtual void Write(string runs)
    {
        new InventedRuns(runs) { Epochs = [2, 4] }.WriteStudy();
        new InventedRuns(runs) { SamplesPerSplit = 200 }.Write("teacher9", 0, 9);
        new InventedRuns(runs) { SamplesPerSplit = 200, Steps = 5000 }.Write("longrun8", 0, 3, name: "Long run");
    }

    private async Task IndexAsync()
    {
        using var rebuild = Process.Start(new ProcessStartInfo("dotnet", [Repository.ServerAssembly, "store", "rebuild", "--home", Home])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = await rebuild.StandardError.ReadToEndAsync();
        await rebuild.WaitForExitAsync();
        if (rebuild.ExitCode != 0)
            throw new InvalidOperationException($"The index could not be built: {said}");
    }
}
