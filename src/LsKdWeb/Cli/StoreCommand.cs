using System.CommandLine;
using System.Text.Json;
using LsKd.Core.Specs;
using LsKd.Store.Rebuild;
using LsKdWeb.Hosting;

namespace LsKdWeb.Cli;

/// <summary><c>store rebuild</c>: makes the database again from the run folders.</summary>
internal static class StoreCommand
{
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var rebuild = new Command("rebuild", "Make the database again from the run folders. A SQLite file is replaced when the new one is whole, and kept beside it; a PostgreSQL database is emptied first.");
        rebuild.Options.Add(Json);
        rebuild.SetAction(RebuildAsync);
        return new Command("store", "Look after the database.") { rebuild };
    }

    private static async Task<int> RebuildAsync(ParseResult parsed, CancellationToken cancel)
    {
        var home = parsed.OpenHome();
        using var engine = EngineLock.Take(home);
        await using var services = new ServiceCollection().AddEngine(home).BuildServiceProvider();
        var log = parsed.InvocationConfiguration.Error;
        var report = await services.GetRequiredService<StoreRebuilder>().RebuildAsync(new Lines(log), cancel);
        foreach (var problem in report.Problems)
            log.WriteLine($"not restored: {problem}");
        parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(Json)
            ? JsonSerializer.Serialize(report, SpecJson.Options)
            : $"{report.Runs} runs and {report.Events} events restored.{(report.SetAside is { } aside ? $" The old database is {aside}" : "")}");
        return report.Problems.Count == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private sealed class Lines(TextWriter log) : IProgress<string>
    {
        public void Report(string value) => log.WriteLine($"restored {value}");
    }
}
