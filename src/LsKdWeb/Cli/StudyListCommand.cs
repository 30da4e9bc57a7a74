using System.CommandLine;
using System.Text.Json;
using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;

namespace LsKdWeb.Cli;

/// <summary><c>study list</c>: the studies and their claims.</summary>
internal static class StudyListCommand
{
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("list", "Names and claims of all studies.");
        command.Options.Add(Json);
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(Json))
                output.WriteLine(JsonSerializer.Serialize(StudyCatalog.All, SpecJson.Indented));
            else
                foreach (var study in StudyCatalog.All)
                {
                    output.WriteLine($"{study.Name,-20} {study.Claim}");
                    foreach (var preset in StudyPresets.Of(study.Name))
                        output.WriteLine($"{"",-20} --preset {preset.Name}: {preset.Title}");
                }
            return ExitCodes.Success;
        });
        return command;
    }
}
