using System.CommandLine;
using LsKdWeb.Jobs;

namespace LsKdWeb.Cli;

/// <summary><c>run priority</c>: a run's place in the queue.</summary>
internal static class RunPriorityCommand
{
    private static readonly Argument<string[]> Ids = ManyRuns.Ids();
    private static readonly Option<int?> To = new("--to") { Description = "The priority; runs of a higher one start first, of equal ones the oldest.", HelpName = "NUMBER" };
    private static readonly Option<bool> First = new("--first") { Description = "Before all that wait." };
    private static readonly Option<bool> Last = new("--last") { Description = "After all that wait." };
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("priority", "Change the place of runs in the queue: --to NUMBER, --first or --last.") { Ids, To, First, Last, Json };
        command.Validators.Add(result =>
        {
            if (new[] { result.GetValue(To) is not null, result.GetValue(First), result.GetValue(Last) }.Count(given => given) != 1)
                result.AddError("Give one of --to NUMBER, --first and --last.");
        });
        command.SetAction(SetAsync);
        return command;
    }

    private static Task<int> SetAsync(ParseResult parsed, CancellationToken cancel)
    {
        int? priority = parsed.GetValue(To);
        return ManyRuns.ActAsync(parsed, parsed.GetRequiredValue(Ids), parsed.GetValue(Json), async (engine, id, token) =>
        {
            // Once for all of them: they keep their order among themselves.
            priority ??= await QueuePlace.PriorityAsync(engine.Catalog, first: parsed.GetValue(First), token);
            await engine.Commands.SetPriorityAsync(id, priority.Value, token);
        }, cancel);
    }
}
