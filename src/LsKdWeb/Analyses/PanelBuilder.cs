using LsKd.Core.Analysis;
using LsKd.Core.Arrays;
using LsKd.Core.Catalogs;
using LsKd.Core.Specs;

namespace LsKdWeb.Analyses;

/// <summary>Projects the stored samples of a run's split.</summary>
internal static class PanelBuilder
{
    private static readonly PanelPoints NoPoints = new([], [], [], [], [], []);

    /// <summary>Builds a panel; one that cannot be built says why, so that its neighbours still appear.</summary>
    public static ProjectionPanel Build(AnalysisFiles files, PanelRequest panel, ProjectionRequest request)
    {
        try
        {
            var path = files.Arrays(panel.Run, panel.Split, panel.Epoch).File.Path;
            var key = $"panel {request.Method} {string.Join(',', request.Classes)} {request.AllClasses} {request.PointsPerPanel}";
            return files.Kept(path, key, _ => Project(files, panel, request), _ => 30L * request.PointsPerPanel);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return new ProjectionPanel(Blank(panel) with { Error = e.Message }, NoPoints);
        }
    }

    private static PanelInfo Blank(PanelRequest panel) => new() { Run = panel.Run, Split = panel.Split, Epoch = panel.Epoch };

    private static ProjectionPanel Project(AnalysisFiles files, PanelRequest panel, ProjectionRequest request)
    {
        var arrays = files.Arrays(panel.Run, panel.Split, panel.Epoch);
        var (map, fit) = ProjectionFit.For(files, panel, request);
        var matching = MatchingRows(arrays, request);
        var rows = ProjectionFit.Draw(matching, request.PointsPerPanel);
        var points = Points(arrays, rows, map);
        var info = Blank(panel) with
        {
            Points = rows.Length,
            Stored = arrays.Labels.Count,
            IdsPerSentence = files.Spec(panel.Run) is { Task: RunTask.Translation } ? TranslationCatalog.IdsPerSentence : 0,
            Notes = [.. Notes(files, panel, rows.Length, matching.Length, arrays.Labels.Count, fit)],
            Templates = Templates(files, panel, request, map),
            Centers = Centers(points, request),
            CenterDistance = request.Classes.Count >= 2 ? CenterDistances.Of(arrays, map, request.Classes[0], request.Classes[1]) : null,
        };
        return new ProjectionPanel(info, points);
    }

    private static int[] MatchingRows(SplitArrays arrays, ProjectionRequest request)
    {
        var all = Enumerable.Range(0, arrays.Labels.Count);
        return request.AllClasses || request.Classes.Count == 0 ? [.. all] : [.. all.Where(i => request.Classes.Contains((int)arrays.Labels[i]))];
    }

    private static PanelPoints Points(SplitArrays arrays, int[] rows, IProjection map)
    {
        var (x, y) = (new float[rows.Length], new float[rows.Length]);
        var next = 0;
        TensorRows.ForEach(arrays.File, "features", (i, row) =>
        {
            if (next == rows.Length || rows[next] != i)
                return;
            var (px, py) = map.Project(row);
            (x[next], y[next]) = ((float)px, (float)py);
            next++;
        });
        var (predicted, confidence) = Predictions(arrays, rows);
        return new PanelPoints(
            Array.ConvertAll(rows, i => arrays.SampleIds[i]), x, y, Array.ConvertAll(rows, i => (int)arrays.Labels[i]), predicted, confidence);
    }

    private static (int[] Predicted, float[] Confidence) Predictions(SplitArrays arrays, int[] rows)
    {
        if (!arrays.File.Tensors.ContainsKey("logits"))
            return ([], []);
        var (predicted, confidence) = (new int[rows.Length], new float[rows.Length]);
        var next = 0;
        TensorRows.ForEach(arrays.File, "logits", (i, row) =>
        {
            if (next == rows.Length || rows[next] != i)
                return;
            var (label, probability) = Softmax.Top(row);
            (predicted[next], confidence[next]) = (label, (float)probability);
            next++;
        });
        return (predicted, confidence);
    }

    private static IEnumerable<string> Notes(AnalysisFiles files, PanelRequest panel, int shown, int matching, int stored, string fit)
    {
        if (shown < matching)
            yield return $"{shown:N0} of {matching:N0} stored samples, drawn with seed {ProjectionFit.Seed}.";
        if (files.Report(panel.Run, panel.Split, panel.Epoch) is { } report && report.Samples > stored)
            yield return $"{stored:N0} of the split's {report.Samples:N0} samples are stored, drawn by class{(files.Spec(panel.Run)?.Analysis is { } analysis ? $" with seed {analysis.Seed}" : "")}.";
        if (fit.Length > 0)
            yield return fit;
    }

    private static PanelMark[] Templates(AnalysisFiles files, PanelRequest panel, ProjectionRequest request, IProjection map)
    {
        if (request.Method == ProjectionMethod.AllClassPca)
            return [];
        var head = files.Head(panel.Run, panel.Epoch);
        return [.. request.Classes.Select(c =>
        {
            var (x, y) = map.Project(head.Template(c, request.Method != ProjectionMethod.Plane));
            return new PanelMark(c, x, y);
        })];
    }

    private static PanelMark[] Centers(PanelPoints points, ProjectionRequest request)
    {
        var chosen = request.Classes.Count > 0 ? request.Classes.Distinct() : points.Labels.Distinct().Order();
        return [.. chosen.Select(c => Center(points, c)).OfType<PanelMark>()];
    }

    private static PanelMark? Center(PanelPoints points, int label)
    {
        double x = 0, y = 0;
        var count = 0;
        for (var i = 0; i < points.Labels.Length; i++)
            if (points.Labels[i] == label)
                (x, y, count) = (x + points.X[i], y + points.Y[i], count + 1);
        return count == 0 ? null : new PanelMark(label, x / count, y / count);
    }
}
