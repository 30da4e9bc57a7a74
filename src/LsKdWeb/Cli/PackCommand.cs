using System.CommandLine;
using System.Text.Json;
using LsKd.Core.Specs;
using LsKd.Learning.Models.Binary.Packed;

namespace LsKdWeb.Cli;

/// <summary><c>pack</c>: a binary network's checkpoint with one bit a weight.</summary>
internal static class PackCommand
{
    private static readonly Argument<string> Source = new("source") { Description = "A run's id, or a checkpoint file." };
    private static readonly Option<string> Checkpoint = new("--checkpoint")
    {
        Description = "Which checkpoint of the run.",
        DefaultValueFactory = _ => "best",
    };

    private static readonly Option<FileInfo?> Out = new("--out")
    {
        Description = "The packed file (default: beside the checkpoint).",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("pack", "Write a binary network with one bit a weight and tell the sizes.") { Source, Checkpoint, Out, Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var source = Find(parsed);
        var target = parsed.GetValue(Out)?.FullName ?? Path.ChangeExtension(source, ".packed.safetensors");
        var sizes = PackedCheckpoint.Write(source, target);
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Json))
            output.WriteLine(JsonSerializer.Serialize(
                new { path = target, sizes.RealBytes, sizes.PackedBytes, sizes.Ratio, sizes.BinaryWeights, sizes.RealWeights }, SpecJson.Indented));
        else
            output.WriteLine($"{target}: {sizes.PackedBytes:N0} bytes instead of {sizes.RealBytes:N0} ({sizes.Ratio:F1} times smaller); "
                + $"{sizes.BinaryWeights:N0} weights of one bit, {sizes.RealWeights:N0} real numbers");
        return ExitCodes.Success;
    }

    private static string Find(ParseResult parsed)
    {
        var source = parsed.GetRequiredValue(Source);
        if (File.Exists(source))
            return Path.GetFullPath(source);
        var path = parsed.OpenHome().Run(source).Checkpoint(parsed.GetRequiredValue(Checkpoint));
        return File.Exists(path) ? path : throw new FileNotFoundException($"There is neither a file '{source}' nor a checkpoint {path}.");
    }
}
