using System.CommandLine;
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
        RunCommand.Write(parsed, json, plan, all => string.Join(Environment.NewLine, all.Select(p => Line(p, isDry))));
        foreach (var failed in outcomes.Where(o => o.Error is not null))
            parsed.InvocationConfiguration.Error.WriteLine($"{failed.Id}: {failed.Error}");
        return plan.All(p => p.Refusal is null) && outcomes.All(o => o.Error is null) ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static string Line(LsKd.Store.Contracts.DeletionPlan plan, bool isDry) =>
        plan.Refusal ?? $"{plan.Id} {(isDry ? "would be" : "is")} deleted: {Figure.Bytes(plan.Bytes)} {(isDry ? "would become" : "are")} free.";
}
