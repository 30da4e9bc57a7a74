using LsKd.Core.Arrays;
using LsKd.Core.Runs;
using LsKd.Core.Specs;

namespace LsKdWeb.Tests.Api;

/// <summary>A checkpoint of one binary convolution, as a worker would have written it.</summary>
internal static class BinaryCheckpoint
{
    private const int Channels = 64;

    public static void Write(RunFolder folder)
    {
        var path = folder.Checkpoint("best");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var weights = new byte[4 * Channels * Channels * 9];
        SafeTensorsFile.Write(
            path,
            [
                ("conv.weight", "F32", [Channels, Channels, 3, 3], weights),
                ("conv.shift", "F32", [1, Channels, 1, 1], new byte[4 * Channels]),
            ],
            new Dictionary<string, string> { ["spec"] = SpecJson.Write(new RunSpec { Model = new() { Name = "reactnet-small" } }) });
    }
}
