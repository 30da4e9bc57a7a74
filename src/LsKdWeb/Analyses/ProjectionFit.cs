using LsKd.Core.Analysis;
using LsKd.Core.Arrays;

namespace LsKdWeb.Analyses;

/// <summary>Builds the map that a view asks for from a network's last layer and, where it needs a fit, from training samples.</summary>
internal static class ProjectionFit
{
    /// <summary>Most training samples that a fit uses; drawn by <see cref="Seed"/>.</summary>
    public const int MaxFitSamples = 2000;

    /// <summary>Seed of every subsample of a view.</summary>
    public const int Seed = 0;

    /// <summary>The map and a note on its fit.</summary>
    /// <exception cref="InvalidDataException">The templates or samples span no plane, or something is not stored.</exception>
    public static (IProjection Map, string Note) For(AnalysisFiles files, PanelRequest panel, ProjectionRequest request) => request.Method switch
    {
        ProjectionMethod.SpanPca => SpanPca(files, panel, request.Classes),
        ProjectionMethod.AllClassPca => AllClassPca(files, panel),
        var method => (Plane(files, panel, request.Classes, method == ProjectionMethod.PlaneWithBias), ""),
    };

    /// <summary>Rows drawn by seed, at most <paramref name="most"/>, in order.</summary>
    public static int[] Draw(int[] rows, int most)
    {
        if (rows.Length <= most)
            return rows;
        var drawn = (int[])rows.Clone();
        new Random(Seed).Shuffle(drawn);
        Array.Resize(ref drawn, most);
        Array.Sort(drawn);
        return drawn;
    }

    private static PlaneProjection Plane(AnalysisFiles files, PanelRequest panel, IReadOnlyList<int> classes, bool bias)
    {
        var head = files.Head(panel.Run, panel.Epoch);
        var templates = classes.Select(c => head.Template(c, bias)).ToArray();
        return PlaneProjection.Through(templates[0], templates[1], templates[2])
            ?? throw new InvalidDataException("The templates of these three classes lie on a line and span no plane; choose another class.");
    }

    private static (IProjection, string) SpanPca(AnalysisFiles files, PanelRequest panel, IReadOnlyList<int> classes)
    {
        var head = files.Head(panel.Run, panel.Epoch);
        var (features, source) = TrainingFeatures(files, panel, label => classes.Contains(label));
        var map = AffineProjection.SpanPca([.. classes.Select(c => head.Template(c, withBias: true))], features)
            ?? throw new InvalidDataException("The templates of these classes span no three dimensions; choose another class.");
        return (map, map.Note + source);
    }

    private static (IProjection, string) AllClassPca(AnalysisFiles files, PanelRequest panel)
    {
        var (features, source) = TrainingFeatures(files, panel, _ => true);
        var map = AffineProjection.AllClassPca(features)
            ?? throw new InvalidDataException("The stored features do not vary in two dimensions.");
        return (map, map.Note + source);
    }

    private static (List<float[]> Features, string Source) TrainingFeatures(AnalysisFiles files, PanelRequest panel, Func<int, bool> wanted)
    {
        var hasTraining = File.Exists(files.Folder(panel.Run).Arrays("train", panel.Epoch));
        var arrays = files.Arrays(panel.Run, hasTraining ? "train" : panel.Split, panel.Epoch);
        int[] matching = [.. Enumerable.Range(0, arrays.Labels.Count).Where(i => wanted((int)arrays.Labels[i]))];
        var chosen = Draw(matching, MaxFitSamples);
        var features = Rows(arrays.File, chosen);
        var drawn = chosen.Length < matching.Length ? $" The {chosen.Length} were drawn from {matching.Length} with seed {Seed}." : "";
        return (features, drawn + (hasTraining ? "" : $" No training samples are stored: fitted on the {panel.Split} split."));
    }

    private static List<float[]> Rows(SafeTensorsFile file, int[] chosen)
    {
        var features = new List<float[]>(chosen.Length);
        var next = 0;
        TensorRows.ForEach(file, "features", (i, row) =>
        {
            if (next < chosen.Length && chosen[next] == i)
            {
                features.Add(row.ToArray());
                next++;
            }
        });
        return features;
    }
}
