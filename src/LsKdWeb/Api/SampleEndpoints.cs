using LsKdWeb.Analyses;
using Microsoft.AspNetCore.Mvc;

namespace LsKdWeb.Api;

/// <summary>
/// <c>GET /api/samples/RUN/SPLIT/ID</c>: label and soft label of a stored sample as JSON; with <c>/image</c>: its image as PNG.
/// </summary>
internal static class SampleEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var samples = routes.MapGroup("/api/samples/{run}/{split}/{id:long}");
        samples.MapGet("", Details).WithName("sample");
        samples.MapGet("/image", Image).WithName("sample-image");
    }

    private static IResult Details([FromServices] AnalysisFiles files, string run, string split, long id, int? epoch = null)
    {
        try
        {
            return SampleDetails.Read(files.Arrays(run, split, epoch), id) is { } details
                ? Results.Ok(details)
                : Results.Problem($"Sample {id} is not among the stored samples of the {split} split of run {run}.", statusCode: 404);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return Results.Problem(e.Message, statusCode: 404);
        }
    }

    private static IResult Image([FromServices] SamplePictures pictures, HttpResponse response, string run, long id)
    {
        if (!LsKd.Core.Runs.RunId.IsValid(run) || pictures.Png(run, id) is not { } png)
            return Results.Problem($"There is no image of sample {id} of run {run}.", statusCode: 404);
        response.Headers.CacheControl = "private, max-age=86400";
        return Results.Bytes(png, "image/png");
    }
}
