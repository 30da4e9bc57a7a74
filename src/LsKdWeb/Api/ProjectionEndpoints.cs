using System.Text.Json;
using LsKd.Core.Analysis;
using LsKdWeb.Analyses;
using Microsoft.AspNetCore.Mvc;

namespace LsKdWeb.Api;

/// <summary>
/// <c>GET /api/projection?panels=RUN:SPLIT,RUN:SPLIT:EPOCH&amp;classes=2,4,1&amp;method=plane&amp;all=false</c>: everything that the explorer
/// draws, in one binary answer: columns <c>N.ids</c>, <c>N.x</c>, <c>N.y</c>, <c>N.label</c>, <c>N.predicted</c>, <c>N.confidence</c>, N counting the
/// panels from 0. Metadata <c>panels</c>: what to say about each.
/// </summary>
internal static class ProjectionEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/projection", Answer).WithName("projection");

    private static IResult Answer(
        [FromServices] AnalysisFiles files, [FromServices] SamplePictures pictures, string panels, string? classes = null, string method = "plane", bool all = false)
    {
        if (Read(panels, classes, method, all, out var refusal) is not { } request)
            return Results.Problem(refusal, statusCode: 400);
        var built = request.Panels.AsParallel().AsOrdered().WithDegreeOfParallelism(2).Select(p => PanelBuilder.Build(files, p, request)).ToList();
        var columns = new Columns();
        for (var i = 0; i < built.Count; i++)
            columns.Add($"{i}.ids", built[i].Points.Ids);
        for (var i = 0; i < built.Count; i++)
            AddPoints(columns, i, built[i].Points);
        columns.Metadata["panels"] = JsonSerializer.Serialize(built.Select(b => b.Info with { Images = pictures.Has(b.Info.Run) }), JsonSerializerOptions.Web);
        return columns.ToResult();
    }

    private static void AddPoints(Columns columns, int index, PanelPoints points)
    {
        columns.Add($"{index}.x", points.X);
        columns.Add($"{index}.y", points.Y);
        columns.Add($"{index}.confidence", points.Confidence);
        columns.AddSmall($"{index}.label", points.Labels);
        columns.AddSmall($"{index}.predicted", points.Predicted);
    }

    private static ProjectionRequest? Read(string panels, string? classes, string method, bool all, out string refusal)
    {
        var places = panels.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(PanelRequest.Parse).ToList();
        var chosen = (classes ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(text => int.TryParse(text, out var c) ? c : -1).ToList();
        var kind = ProjectionRequest.MethodOf(method);
        refusal = (places, chosen, kind) switch
        {
            ({ Count: 0 or > ProjectionRequest.MaxPanels }, _, _) => $"Ask for 1 to {ProjectionRequest.MaxPanels} panels as RUN:SPLIT or RUN:SPLIT:EPOCH.",
            (_, _, null) => $"There is no method '{method}'.",
            _ when places.Contains(null) => "A panel is RUN:SPLIT or RUN:SPLIT:EPOCH, with split train, validation or test.",
            _ when chosen.Contains(-1) => "Classes are numbers from 0, separated by commas.",
            _ when chosen.Count != 3 && !(kind == ProjectionMethod.AllClassPca && chosen.Count == 0) => "Name three classes.",
            _ when chosen.Distinct().Count() != chosen.Count => "The three classes must differ.",
            _ => "",
        };
        return refusal.Length > 0 ? null : new ProjectionRequest([.. places.OfType<PanelRequest>()], chosen, kind!.Value, all);
    }
}
