using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKdWeb.Api;
using LsKdWeb.Jobs;

namespace LsKdWeb.Cli;

/// <summary><c>run export</c>: a run with all its curves, as one JSON document or as a table of scalars.</summary>
internal static class RunExportCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "The run's id." };
    private static readonly Option<FileInfo?> Out = new("--out") { Description = "File to write (default: standard output).", HelpName = "FILE" };
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("export", "Write a run with all its curves: as CSV, or with --json whole.") { Id, Out, Json };
        command.SetAction(ExportAsync);
        return command;
    }

    private static async Task<int> ExportAsync(ParseResult parsed, CancellationToken cancel)
    {
        await using var engine = await StoreAccess.OpenAsync(parsed.OpenHome(), cancel);
        var id = parsed.GetRequiredValue(Id);
        var run = await engine.Catalog.DetailsAsync(id, cancel) ?? throw new KeyNotFoundException($"There is no run {id}.");
        var tags = await engine.Catalog.TagsAsync(id, cancel);
        var series = await engine.Catalog.SeriesAsync(id, tags, int.MaxValue, cancel: cancel);
        var text = parsed.GetValue(Json)
            ? JsonSerializer.Serialize(new Export(RunDocument.Of(run), series), SpecJson.Indented)
            : Table(series);
        if (parsed.GetValue(Out) is { } file)
            await File.WriteAllTextAsync(file.FullName, text, cancel);
        else
            parsed.InvocationConfiguration.Output.WriteLine(text);
        return ExitCodes.Success;
    }

    private static string Table(IEnumerable<MetricSeries> series) => string.Join('\n',
        [
            "tag,step,epoch,seconds,value",
            .. series.SelectMany(s => s.Steps.Select((step, i) => string.Create(
                CultureInfo.InvariantCulture, $"{s.Tag},{step},{s.Epochs[i]:R},{s.Seconds[i]:R},{s.Values[i]:R}"))),
        ]);

    private sealed record Export(RunDocument Run, IReadOnlyList<MetricSeries> Series);
}
