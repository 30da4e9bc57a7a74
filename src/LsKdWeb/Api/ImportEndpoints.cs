using LsKd.Core.Runs;
using LsKdWeb.Analyses;
using LsKdWeb.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;

namespace LsKdWeb.Api;

/// <summary>
/// <c>POST /api/imports</c>: takes a bundle as the request's body, checks it, and keeps it in the home's <c>data/imports</c> folder. Answers
/// its path and what it holds, or 400 with the tensor that is wrong; then nothing is kept.
/// </summary>
internal static class ImportEndpoints
{
    private const string Extension = ".safetensors";

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/imports", ReceiveAsync).WithName("import");

    private static async Task<IResult> ReceiveAsync(HttpContext context, [FromServices] HomeFolder home, CancellationToken cancel)
    {
        // A page of another site cannot send this type without the browser asking first, and nobody answers yes.
        if (context.Request.ContentType != Columns.MediaType)
            return Results.Problem($"Send the file itself as {Columns.MediaType}.", statusCode: 415);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        var folder = Directory.CreateDirectory(Path.Combine(home.Data, "imports"));
        var path = Path.Combine(folder.FullName, RunId.New() + Extension);
        try
        {
            await using (var file = File.Create(path))
                await context.Request.Body.CopyToAsync(file, cancel);
            return Results.Ok(new ImportedBundle(path, BundleCheck.Read(path)));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            File.Delete(path);
            return Results.Problem(Told(e, path), statusCode: 400);
        }
    }

    private static string Told(Exception error, string path) => error.Message.Replace($"'{path}'", "The file", StringComparison.Ordinal);
}

/// <summary>A bundle that was kept.</summary>
/// <param name="Path">Where.</param>
/// <param name="Summary">What it holds.</param>
public sealed record ImportedBundle(string Path, BundleSummary Summary);
