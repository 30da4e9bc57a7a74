using System.Globalization;

namespace LsKd.Core.Specs;

/// <summary>
/// Values to cross with one another, each axis over one setting of a spec. An empty axis keeps the spec's own value.
/// </summary>
public sealed record SpecGrid
{
    /// <summary>Most runs that one grid may make.</summary>
    public const int Limit = 1000;

    /// <summary>Training seeds.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [];

    /// <summary>Label-smoothing factors.</summary>
    public IReadOnlyList<double> Smoothing { get; init; } = [];

    /// <summary>Temperatures.</summary>
    public IReadOnlyList<double> Temperatures { get; init; } = [];

    /// <summary>Widths of the model.</summary>
    public IReadOnlyList<int> Widths { get; init; } = [];

    /// <summary>Number of runs that the grid makes.</summary>
    public long Count => Length(Seeds.Count) * Length(Smoothing.Count) * Length(Temperatures.Count) * Length(Widths.Count);

    /// <summary>All combinations, seeds innermost.</summary>
    /// <exception cref="InvalidOperationException">More than <see cref="Limit"/> runs.</exception>
    public IReadOnlyList<GridRun> Expand(RunSpec spec)
    {
        if (Count > Limit)
            throw new InvalidOperationException($"The grid makes {Count} runs; at most {Limit} are launched at once.");
        return
        [
            .. from width in Axis(Widths)
               from smoothing in Axis(Smoothing)
               from temperature in Axis(Temperatures)
               from seed in Axis(Seeds)
               select Make(spec, width, smoothing, temperature, seed),
        ];
    }

    private static long Length(int count) => Math.Max(1, count);

    private static IEnumerable<T?> Axis<T>(IReadOnlyList<T> values)
        where T : struct => values.Count == 0 ? [null] : values.Select(v => (T?)v);

    private static GridRun Make(RunSpec spec, int? width, double? smoothing, double? temperature, int? seed)
    {
        List<string> cell = [];
        Add(cell, "width", width);
        Add(cell, "ls", smoothing);
        Add(cell, "t", temperature);
        var named = cell.Concat(seed is { } s ? [$"seed={s}"] : []).ToList();
        var made = spec with
        {
            Name = spec.Name.Length == 0 || named.Count == 0 ? spec.Name : $"{spec.Name} {string.Join(' ', named)}",
            Model = spec.Model with { Width = width ?? spec.Model.Width },
            Objective = spec.Objective with
            {
                Smoothing = smoothing ?? spec.Objective.Smoothing,
                Temperature = temperature ?? spec.Objective.Temperature,
            },
            Training = spec.Training with { Seed = seed ?? spec.Training.Seed },
        };
        return new(made, string.Join(' ', cell));
    }

    private static void Add(List<string> cell, string name, IFormattable? value)
    {
        if (value is not null)
            cell.Add($"{name}={value.ToString(null, CultureInfo.InvariantCulture)}");
    }
}

/// <summary>One run of a grid.</summary>
/// <param name="Spec">Its spec.</param>
/// <param name="Cell">What it shares with its other seeds, such as <c>ls=0.1 t=4</c>; empty when only seeds vary.</param>
public sealed record GridRun(RunSpec Spec, string Cell);
