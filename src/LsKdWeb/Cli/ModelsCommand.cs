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
        var command = new Command("models", "List every architecture with its parameters at 1,000 classes and three channels.");
        command.Options.Add(Json);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Json))
            output.WriteLine(JsonSerializer.Serialize(ModelCatalog.All, SpecJson.Indented));
        else
            foreach (var model in ModelCatalog.All)
                output.WriteLine($"{model.Name,-20}{model.Parameters,13:N0}  {model.Family}: {model.Title}, {string.Join('/', model.ImageSizes)} pixels");
        return ExitCodes.Success;
    }
}
