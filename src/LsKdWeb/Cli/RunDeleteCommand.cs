using System.CommandLine;
using LsKd.Store.Contracts;
using LsKdWeb.Components.Shared;
using LsKdWeb.Jobs;

namespace LsKdWeb.Cli;

/// <summary><c>run delete</c>: what deleting frees, and deleting. Students go before their teachers.</summary>
internal static class RunDeleteCommand
{
    private static readonly Argument<string[]> Ids = ManyRuns.Ids();
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Say what would become free, or what forbids it, and delete nothing." };
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("delete", "Delete runs with their folders; refused while other runs depend on them.") { Ids, DryRun, Json };
        command.SetAction(DeleteAsync);
        return command;
    }

    private static async Task<int> DeleteAsync(ParseResult parsed, CancellationToken cancel)
    {
        await using var engine = await StoreAccess.OpenAsync(parsed.OpenHome(), cancel);
        var (json, isDry) = (parsed.GetValue(Json), parsed.GetValue(DryRun));
        var plan = await Deletion.PlanAsync(engine.Commands, parsed.GetRequiredValue(Ids), cancel);
        if (plan is [{ Refusal: { } only }])
            throw new InvalidOperationException(only);
        var outcomes = isDry ? [] : await RunBatch.ActAsync([.. Deletion.Allowed(plan).Select(p => p.Id)], id => engine.Commands.DeleteAsync(id, cancel));
        plan = Told(plan, outcomes);
        RunCommand.Write(parsed, json, plan, all => string.Join(Environment.NewLine, all.Select(p => Line(p, isDry))));
        return plan.All(p => p.Refusal is null) ? ExitCodes.Success : ExitCodes.Failure;
    }

    // What could not be deleted after all is refused too, with the reason.
    private static IReadOnlyList<DeletionPlan> Told(IReadOnlyList<DeletionPlan> plan, IReadOnlyList<RunOutcome> outcomes)
    {
        var errors = outcomes.Where(o => o.Error is not null).ToDictionary(o => o.Id, o => o.Error);
        return [.. plan.Select(p => errors.TryGetValue(p.Id, out var error) ? p with { Refusal = error } : p)];
    }

    private static string Line(DeletionPlan plan, bool isDry) =>
        plan.Refusal ?? $"{plan.Id} {(isDry ? "would be" : "is")} deleted: {Figure.Bytes(plan.Bytes)} {(isDry ? "would become" : "are")} free.";
}
