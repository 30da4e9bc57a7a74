using System.CommandLine;
using LsKdWeb.Jobs;
using LsKdWeb.Specs;

namespace LsKdWeb.Cli;

/// <summary><c>run clone</c>: a run's spec, to be changed and started again.</summary>
internal static class RunCloneCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "The run's id." };
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("clone", "Print a run's spec as YAML (JSON with --json), to be changed and given to run start.") { Id, Json };
        command.SetAction(CloneAsync);
        return command;
    }

    private static async Task<int> CloneAsync(ParseResult parsed, CancellationToken cancel)
    {
        await using var engine = await StoreAccess.OpenAsync(parsed.OpenHome(), cancel);
        var id = parsed.GetRequiredValue(Id);
        var run = await engine.Catalog.DetailsAsync(id, cancel) ?? throw new KeyNotFoundException($"There is no run {id}.");
        RunCommand.Write(parsed, parsed.GetValue(Json), run.Spec, spec => SpecYaml.Write(spec).TrimEnd());
        return ExitCodes.Success;
    }
}
