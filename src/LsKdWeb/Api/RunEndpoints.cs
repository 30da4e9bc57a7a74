using System.Text.Json;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Models.Binary.Packed;
using LsKd.Store.Contracts;
using LsKdWeb.Specs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace LsKdWeb.Api;

/// <summary><c>/api/runs</c>: the run table, single runs, their curves, logs and files, and what can be done with them.</summary>
internal static class RunEndpoints
{
    /// <summary>Maps reading and writing.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/runs").WithTags("Runs");
        runs.MapGet("", QueryAsync).WithSummary("Finds runs.");
        runs.MapPost("", CreateAsync).WithSummary("Creates a run and puts it in the queue; its warnings come back with its id.").TakesEitherShape();
        runs.MapGet("/{id}", FindAsync).WithSummary("A run with everything but its curves.");
        runs.MapGet("/{id}/metrics", TagsAsync).WithSummary("Tags of a run's metrics.");
        runs.MapGet("/{id}/series", SeriesAsync).WithSummary("Curves, reduced to buckets of smallest, largest and last value.");
        runs.MapGet("/{id}/log", LogAsync).WithSummary("The run's log.");
        runs.MapGet("/{id}/files/{**path}", FileAsync).WithSummary("A file of the run's folder: a checkpoint, a report, arrays.");
        runs.MapGet("/{id}/packed/{checkpoint}", PackedAsync).WithSummary("A binary network's checkpoint with one bit a weight.");
        RunActions.Map(runs);
        api.MapPost("/specs/check", CheckAsync).WithTags("Specs").TakesEitherShape()
            .WithSummary("What is wrong with a spec. It can run when nothing of severity error is among it.");
    }

    private static async Task<Ok<RunPage>> QueryAsync([AsParameters] RunTableQuery query, IRunCatalog catalog, CancellationToken cancel) =>
        TypedResults.Ok(await catalog.QueryAsync(query.ToQuery(), cancel));

    private static async Task<Created<Created>> CreateAsync([FromBody] JsonElement body, SpecChecks checks, IRunCommands commands, CancellationToken cancel)
    {
        var request = SpecBody.Read(body);
        await checks.RequireAsync(request.Spec, cancel);
        var id = await commands.CreateAsync(request.Spec, request.Record ?? new RunRecord(), cancel);
        return TypedResults.Created($"/api/runs/{id}", new Created(id, SpecWarnings.Of(request.Spec)));
    }

    private static async Task<Ok<RunDocument>> FindAsync(string id, IRunCatalog catalog, CancellationToken cancel) =>
        TypedResults.Ok(RunDocument.Of(await RequireAsync(catalog, id, cancel)));

    private static async Task<Ok<IReadOnlyList<string>>> TagsAsync(string id, IRunCatalog catalog, CancellationToken cancel) =>
        TypedResults.Ok(await catalog.TagsAsync(id, cancel));

    private static async Task<Ok<IReadOnlyList<MetricSeries>>> SeriesAsync(
        string id, string[] tag, IRunCatalog catalog, CancellationToken cancel, int points = 1000, long? from = null, long? to = null)
    {
        if (tag.Length == 0)
            throw new ArgumentException($"\"tag\" is missing in the query string: name one or several metrics, such as tag=train/loss. /api/runs/{id}/metrics lists them.");
        await RequireAsync(catalog, id, cancel);
        return TypedResults.Ok(await catalog.SeriesAsync(id, tag, Math.Clamp(points, 3, 100_000), from, to, cancel));
    }

    private static async Task<Ok<IReadOnlyList<LogLine>>> LogAsync(
        string id, IRunCatalog catalog, CancellationToken cancel, string search = "", int take = 1000) =>
        TypedResults.Ok(await catalog.LogAsync(id, search, Math.Clamp(take, 1, 100_000), cancel));

    private static async Task<Ok<IReadOnlyList<SpecProblem>>> CheckAsync([FromBody] JsonElement body, SpecChecks checks, CancellationToken cancel)
    {
        var spec = SpecBody.Read(body).Spec;
        return TypedResults.Ok<IReadOnlyList<SpecProblem>>([.. await checks.CheckAsync(spec, cancel), .. SpecWarnings.Of(spec)]);
    }

    private static async Task<Results<PhysicalFileHttpResult, ProblemHttpResult>> FileAsync(
        string id, string path, IRunCatalog catalog, CancellationToken cancel, [FromQuery] bool inline = false)
    {
        var run = await RequireAsync(catalog, id, cancel);
        var root = Path.GetFullPath(run.Folder.Root) + Path.DirectorySeparatorChar;
        var file = Path.GetFullPath(Path.Combine(root, path));
        return file.StartsWith(root, StringComparison.Ordinal) && File.Exists(file)
            ? TypedResults.PhysicalFile(file, ContentType(file), inline ? null : $"{id}-{Path.GetFileName(file)}", enableRangeProcessing: true)
            : TypedResults.Problem($"Run {id} has no file {path}.", statusCode: StatusCodes.Status404NotFound);
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> PackedAsync(
        string id, string checkpoint, IRunCatalog catalog, CancellationToken cancel)
    {
        var run = await RequireAsync(catalog, id, cancel);
        if (checkpoint is not ("best" or "last") || !File.Exists(run.Folder.Checkpoint(checkpoint)))
            return TypedResults.Problem($"Run {id} has no checkpoint {checkpoint}.", statusCode: StatusCodes.Status404NotFound);
        if (!PackedCheckpoint.Packs(run.Spec.Model.Name))
            return TypedResults.Problem($"{run.Spec.Model.Name} has no binary weights to pack.", statusCode: StatusCodes.Status400BadRequest);
        var packed = await Task.Run(() => PackedCheckpoint.InMemory(run.Folder.Checkpoint(checkpoint)), cancel);
        return TypedResults.File(packed.Content, "application/octet-stream", $"{id}-{checkpoint}.packed.safetensors");
    }

    private static string ContentType(string file) => Path.GetExtension(file) switch
    {
        ".json" => "application/json",
        ".jsonl" or ".log" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };

    private static async Task<RunDetails> RequireAsync(IRunCatalog catalog, string id, CancellationToken cancel) =>
        await catalog.DetailsAsync(id, cancel) ?? throw new KeyNotFoundException($"There is no run {id}.");
}
