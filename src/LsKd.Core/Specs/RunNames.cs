using System.Globalization;

namespace LsKd.Core.Specs;

/// <summary>Names for runs whose user gave none.</summary>
public static class RunNames
{
    /// <summary>The spec's name, or one made of model, data set and what is special about the loss.</summary>
    public static string Of(RunSpec spec) => spec.Name.Length > 0 ? spec.Name : string.Join(" ", Parts(spec));

    private static IEnumerable<string> Parts(RunSpec spec)
    {
        yield return spec.Model.Width is { } width ? $"{spec.Model.Name} w{width}" : spec.Model.Name;
        yield return $"on {spec.Data.Dataset}";
        if (spec.Objective.Name != "cross-entropy")
            yield return spec.Objective.Name;
        if (spec.Objective.Smoothing > 0)
            yield return $"LS {Text(spec.Objective.Smoothing)}";
        if (spec.Objective.Temperature != 1)
            yield return $"T {Text(spec.Objective.Temperature)}";
        if (spec.Teacher is { Run.Length: > 0 } teacher)
            yield return $"of {teacher.Run}";
        yield return $"seed {spec.Training.Seed}";
    }

    private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
