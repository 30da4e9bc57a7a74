using LsKd.Core.Analysis;
using LsKd.Core.Arrays;
using LsKd.Core.Runs;
using LsKd.Core.Studies.Evidence;
using System.Text.Json;
using LsKd.Core.Specs;

namespace LsKdWeb.Studies;

/// <summary>Projects stored features on the plane of three classes, and averages them by class.</summary>
internal static class CloudReader
{
    /// <summary>Most samples drawn of a class.</summary>
    public const int MostPerClass = 150;

    /// <summary>The clouds of the splits whose arrays are stored.</summary>
    public static Dictionary<string, IReadOnlyList<PlaneCloud>> All(RunFolder folder) =>
        ((string[])["train", "validation"]).Select(s => (Split: s, Clouds: Of(folder, s)))
            .Where(c => c.Clouds.Count > 0).ToDictionary(c => c.Split, c => c.Clouds);

    /// <summary>Mean of the normalised features of each class, [K][D], or null without arrays.</summary>
    public static IReadOnlyList<double[]?>? Centres(RunFolder folder, string split)
    {
        if (!File.Exists(folder.Arrays(split)) || Features.Read(folder, split) is not { } features)
            return null;
        return [.. Enumerable.Range(0, (int)features.Labels.Max() + 1).Select(features.Centre)];
    }

    private static IReadOnlyList<PlaneCloud> Of(RunFolder folder, string split)
    {
        if (!File.Exists(folder.Arrays(split)) || !File.Exists(folder.Head()) || !File.Exists(folder.Report(split)))
            return [];
        var report = JsonSerializer.Deserialize<AnalysisReport>(File.ReadAllText(folder.Report(split)), SpecJson.Options)!;
        return report.Triple.Count == 3 && Plane(folder, report.Triple) is { } plane
            ? [.. report.Triple.Select(k => Features.Read(folder, split).Project(plane, k, report.ClassNames.ElementAtOrDefault(k) ?? $"class {k}"))]
            : [];
    }

    private static PlaneProjection? Plane(RunFolder folder, IReadOnlyList<int> triple)
    {
        var head = SafeTensorsFile.Open(folder.Head());
        var weights = head.ReadFloats("weights");
        var dimension = (int)head.Tensors["weights"].Shape[1];
        double[] Template(int k) => [.. weights.AsSpan(k * dimension, dimension).ToArray().Select(w => (double)w)];
        return PlaneProjection.Through(Template(triple[0]), Template(triple[1]), Template(triple[2]));
    }

    private sealed record Features(float[] Values, long[] Labels, int Dimension)
    {
        public static Features Read(RunFolder folder, string split)
        {
            var file = SafeTensorsFile.Open(folder.Arrays(split));
            return new(file.ReadFloats("features"), file.ReadIntegers("labels"), (int)file.Tensors["features"].Shape[1]);
        }

        public PlaneCloud Project(PlaneProjection plane, int label, string name)
        {
            var points = Rows(label).Take(MostPerClass).Select(i => plane.Project(Row(i))).ToArray();
            return new(name, [.. points.Select(p => p.X)], [.. points.Select(p => p.Y)]);
        }

        public double[]? Centre(int label)
        {
            var centre = new double[Dimension];
            var count = 0;
            foreach (var i in Rows(label))
            {
                var row = Row(i);
                var norm = Math.Max(Math.Sqrt(row.ToArray().Sum(v => (double)v * v)), 1e-12);
                for (var d = 0; d < Dimension; d++)
                    centre[d] += row[d] / norm;
                count++;
            }
            return count == 0 ? null : [.. centre.Select(v => v / count)];
        }

        private IEnumerable<int> Rows(int label) => Enumerable.Range(0, Labels.Length).Where(i => Labels[i] == label);

        private ReadOnlySpan<float> Row(int i) => Values.AsSpan(i * Dimension, Dimension);
    }
}
