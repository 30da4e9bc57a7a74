using System.Text.Json;
using LsKd.Store.Contracts;
using Microsoft.AspNetCore.Mvc;

namespace LsKdWeb.Api;

/// <summary>
/// <c>GET /api/curves?s=TAG@RUN&amp;s=TAG@RUN,RUN&amp;points=1000&amp;from=0&amp;to=99</c>: curves as binary columns <c>N.steps</c>,
/// <c>N.epochs</c>, <c>N.seconds</c>, <c>N.values</c> (and <c>N.low</c>, <c>N.high</c> for several runs), N counting the requests from 0.
/// Metadata: <c>stored</c>, the number of stored points of each curve, and <c>note</c>.
/// </summary>
internal static class CurveEndpoints
{
    /// <summary>Curves that one request may ask for.</summary>
    public const int MaxCurves = 200;

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/curves", AnswerAsync).WithName("curves");

    private static async Task<IResult> AnswerAsync(
        string[]? s, [FromServices] IRunCatalog catalog, CancellationToken cancel, int points = 1000, long? from = null, long? to = null)
    {
        var requests = (s ?? []).Select(CurveRequest.Parse).ToList();
        if (requests.Count is 0 or > MaxCurves || requests.Contains(null))
            return Results.Problem($"Ask for 1 to {MaxCurves} curves as s=TAG@RUN or s=TAG@RUN,RUN.", statusCode: 400);
        if (points < 3)
            return Results.Problem("points must be 3 or more.", statusCode: 400);
        var range = new CurveRange(points, from, to);
        var curves = await Task.WhenAll(requests.Select(r => Curve.ReadAsync(catalog, r!, range, cancel)));
        var columns = new Columns();
        for (var i = 0; i < curves.Length; i++)
            curves[i].AddTo(columns, i);
        columns.Metadata["stored"] = JsonSerializer.Serialize(curves.Select(c => c.StoredPoints));
        columns.Metadata["note"] = string.Join(' ', curves.Select(c => c.Note).Where(n => n.Length > 0).Distinct());
        return columns.ToResult();
    }
}
