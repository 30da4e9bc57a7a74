using LsKd.Core.Studies.Evidence;

namespace LsKd.Core.Studies.Reports;

/// <summary>The figures that studies share.</summary>
public static class Figures
{
    /// <summary>A metric over training, one line a condition, averaged over its seeds.</summary>
    public static StudyFigure? Curves(
        string title, string y, string tag, IEnumerable<Condition> conditions, Func<double, double>? map = null, string panel = "")
    {
        FigureSeries[] series =
        [
            .. from condition in conditions
               let curve = condition.MeanCurve(tag)
               where curve is not null
               select new FigureSeries(condition.Label, curve.Epochs, map is null ? curve.Values : [.. curve.Values.Select(map)]),
        ];
        return series.Length == 0 ? null : new() { Title = title, Kind = FigureKind.Lines, X = "epoch", Y = y, Series = series, Panel = panel };
    }

    /// <summary>Means with standard deviations as bars, one group of bars a category.</summary>
    public static StudyFigure? Bars(
        string title, string y, IReadOnlyList<(string Series, string Category, Statistics.Sample Sample)> values, string caption = "")
    {
        var known = values.Where(v => v.Sample.Count > 0).ToArray();
        if (known.Length == 0)
            return null;
        string[] categories = [.. known.Select(v => v.Category).Distinct()];
        return new()
        {
            Title = title, Kind = FigureKind.Bars, Y = y, Columns = categories, Caption = caption,
            Series = [.. known.GroupBy(v => v.Series).Select(g => new FigureSeries(
                g.Key,
                [.. g.Select(v => (double)Array.IndexOf(categories, v.Category))],
                [.. g.Select(v => v.Sample.Mean)]) { Error = [.. g.Select(v => v.Sample.Deviation ?? 0)] })],
        };
    }

    /// <summary>Mean probability of the target per class, one series a smoothing factor.</summary>
    public static StudyFigure? TargetProbabilities(IReadOnlyList<Condition> conditions) =>
        Bars("Soft labels: the target's probability by class", "mean probability of the target",
        [
            .. from condition in conditions
               from c in Enumerable.Range(0, ClassNames(condition).Count)
               select (condition.Label, ClassNames(condition)[c],
                   condition.Of(r => r.Report("test")?.TargetProbabilityByClass.ElementAtOrDefault(c))),
        ]);

    /// <summary>Mean sorted probabilities from the second on: how the mass that the target leaves is spread.</summary>
    public static StudyFigure? MinorProbabilities(IReadOnlyList<Condition> conditions)
    {
        FigureSeries[] series =
        [
            .. from condition in conditions
               let count = condition.Runs.Max(r => r.Report("test")?.MeanSortedProbabilities.Count) ?? 0
               where count > 1
               let ranks = Enumerable.Range(1, Math.Min(count, 20) - 1).ToArray()
               select new FigureSeries(
                   condition.Label, [.. ranks.Select(r => r + 1.0)],
                   [.. ranks.Select(k => condition.Of(r => r.Report("test")?.MeanSortedProbabilities.ElementAtOrDefault(k)).Mean)]),
        ];
        return series.Length == 0 ? null : new()
        {
            Title = "Soft labels: minor classes", Kind = FigureKind.Lines, X = "rank of the class, by probability",
            Y = "mean probability", Series = series,
        };
    }

    /// <summary>Projections of one seed, panels that share their axes.</summary>
    public static IEnumerable<StudyFigure> Projections(IReadOnlyList<Condition> conditions)
    {
        var panels = (
            from split in (string[])["train", "validation"]
            from condition in conditions
            let run = condition.Runs.FirstOrDefault(r => r.Clouds.ContainsKey(split))
            where run is not null
            select (Title: $"{condition.Cell}: {split}, seed {run.Planned.Seed}", Split: split, Clouds: run.Clouds[split])).ToArray();
        if (panels.Length == 0)
            yield break;
        var x = Limits(panels.SelectMany(p => p.Clouds).SelectMany(c => c.X));
        var y = Limits(panels.SelectMany(p => p.Clouds).SelectMany(c => c.Y));
        foreach (var (title, split, clouds) in panels)
            yield return new()
            {
                Title = title, Kind = FigureKind.Scatter, X = "u1", Y = "u2", EqualAxes = true, RangeX = x, RangeY = y,
                Panel = $"projection-{split}",
                Series = [.. clouds.Select((c, i) => new FigureSeries(c.Class, c.X, c.Y) { Colour = i })],
            };
    }

    /// <summary>Limits of all values with a little room.</summary>
    public static (double Low, double High) Limits(IEnumerable<double> values)
    {
        double[] all = [.. values.Where(double.IsFinite)];
        if (all.Length == 0)
            return (0, 1);
        var room = Math.Max(0.04 * (all.Max() - all.Min()), 1e-9);
        return (all.Min() - room, all.Max() + room);
    }

    private static IReadOnlyList<string> ClassNames(Condition condition) =>
        condition.Runs.Select(r => r.Report("test")?.ClassNames).FirstOrDefault(n => n is { Count: > 0 }) ?? [];
}
