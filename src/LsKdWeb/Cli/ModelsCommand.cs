using System.CommandLine;
using System.Text.Json;
using LsKd.Core.Catalogs;
using LsKd.Core.Specs;

namespace LsKdWeb.Cli;

/// <summary><c>models</c>: every architecture by name, with its number of parameters.</summary>
internal static class ModelsCommand
{
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("models", "List every architecture with its parameters: at 1,000 classes and three channels, transformers at 4,000 units.");
        command.Options.Add(Json);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Json))
            output.WriteLine(JsonSerializer.Serialize(All(), SpecJson.Indented));
        else
            foreach (var model in All())
                output.WriteLine($"{model.Name,-24}{model.Parameters,13:N0}  {model.Family}: {model.Title}{Sides(model)}");
        return ExitCodes.Success;
    }

    private static IEnumerable<ModelDescriptor> All() => ModelCatalog.All.Concat(TranslationCatalog.Entries());

    private static string Sides(ModelDescriptor model) => model.ImageSizes.Count > 0 ? $", {string.Join('/', model.ImageSizes)} pixels" : "";
}
