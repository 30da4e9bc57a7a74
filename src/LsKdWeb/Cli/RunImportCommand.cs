using System.CommandLine;
using LsKd.Core.Arrays;
using LsKd.Core.Catalogs;
using LsKd.Core.Runs;
using LsKd.Core.Specs;

namespace LsKdWeb.Cli;

/// <summary><c>run import</c>: makes a finished run of weights that others trained: analysed, and ready to teach.</summary>
internal static class RunImportCommand
{
    private static readonly Argument<FileInfo> Weights = new("weights") { Description = "A safetensors file under torchvision's or timm's names." };
    private static readonly Option<string> Model = new("--model") { Description = "Its architecture; \"models\" lists them.", Required = true };
    private static readonly Option<int?> Width = new("--width") { Description = "Channels of its first stage, where the architecture leaves it open." };
    private static readonly Option<string> Dataset = new("--dataset") { Description = "The data set whose classes it knows, in the same order.", Required = true };
    private static readonly Option<string?> DataPath = new("--data-path") { Description = "Folder of the data set (default: the home's data folder).", HelpName = "DIR" };
    private static readonly Option<int?> ImageSize = new("--image-size") { Description = "Side of the images in pixels (default: the data set's)." };
    private static readonly Option<int?> TestSize = new("--test-size") { Description = "Test images to measure it on (default: all)." };
    private static readonly Option<string> Name = new("--name") { Description = "Name of the run.", DefaultValueFactory = _ => "" };
    private static readonly Option<bool> Detach = new("--detach") { Description = "Do not wait. Without a running server the run starts with the next one." };
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("import", "Make a finished run of weights that others trained, to analyse it and to distil from it.")
        {
            Weights, Model, Width, Dataset, DataPath, ImageSize, TestSize, Name, Detach, Json,
        };
        command.SetAction((parsed, cancel) =>
            RunStartCommand.FollowAsync(parsed, Spec(parsed), priority: 0, parsed.GetValue(Detach), parsed.GetValue(Json), cancel));
        return command;
    }

    private static RunSpec Spec(ParseResult parsed)
    {
        var weights = parsed.GetRequiredValue(Weights);
        var (model, dataset) = (parsed.GetRequiredValue(Model), parsed.GetRequiredValue(Dataset));
        Check(weights, model, dataset);
        return new RunSpec
        {
            Name = parsed.GetValue(Name) is { Length: > 0 } name ? name : $"{model} from {weights.Name}",
            Task = RunTask.Imported,
            Data = new()
            {
                Dataset = dataset, Path = parsed.GetValue(DataPath), ImageSize = parsed.GetValue(ImageSize), TestSize = parsed.GetValue(TestSize),
            },
            Model = new() { Name = model, Width = parsed.GetValue(Width), Weights = weights.FullName },
            Training = new() { Epochs = 1 },
        };
    }

    private static void Check(FileInfo weights, string model, string dataset)
    {
        if (!weights.Exists)
            throw new FileNotFoundException($"There is no file {weights.FullName}.");
        SafeTensorsFile.Open(weights.FullName);
        if (ModelCatalog.Find(model) is null)
            throw new ArgumentException($"There is no model \"{model}\". \"models\" lists them.");
        if (DatasetCatalog.Find(dataset) is null)
            throw new ArgumentException($"There is no data set \"{dataset}\". Known: {string.Join(", ", DatasetCatalog.All.Select(d => d.Name))}.");
    }
}
