using System.CommandLine;
using LsKdWeb.Api;
using LsKdWeb.Jobs;

namespace LsKdWeb.Cli;

/// <summary>Does something to one run or to many, and tells what became of each.</summary>
internal static class ManyRuns
{
    /// <summary>Ids of runs on a command line.</summary>
    public static Argument<string[]> Ids() => new("ids") { Description = "Ids of one run or of many.", Arity = ArgumentArity.OneOrMore };

    /// <summary>Acts on each; one that refuses does not keep the others from it. JSON is one document for one run, a list of outcomes for many.</summary>
    public static async Task<int> ActAsync(
        ParseResult parsed, string[] ids, bool json, Func<IEngineClient, string, CancellationToken, Task> act, CancellationToken cancel)
    {
        await using var engine = await StoreAccess.OpenAsync(parsed.OpenHome(), cancel);
        if (ids is [var id])
        {
            await act(engine, id, cancel);
            RunCommand.Write(parsed, json, (await FindAsync(engine, id, cancel))!, RunShowCommand.Text);
            return ExitCodes.Success;
        }
        var outcomes = await RunBatch.ActAsync(ids, i => act(engine, i, cancel));
        RunCommand.Write(parsed, json, outcomes, all => string.Join(Environment.NewLine, all.Select(o => $"{o.Id}  {o.Error ?? "done"}")));
        return outcomes.All(o => o.Error is null) ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static async Task<RunDocument?> FindAsync(IEngineClient engine, string id, CancellationToken cancel) =>
        await engine.Catalog.DetailsAsync(id, cancel) is { } run ? RunDocument.Of(run) : null;
}
