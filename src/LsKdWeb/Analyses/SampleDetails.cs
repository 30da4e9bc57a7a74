namespace LsKdWeb.Analyses;

/// <summary>One class of a soft label.</summary>
/// <param name="Class">The class.</param>
/// <param name="Probability">Its probability.</param>
public sealed record ClassProbability(int Class, double Probability);

/// <summary>A sample as a network sees it.</summary>
/// <param name="Id">Its id within the data set.</param>
/// <param name="Label">Its true class.</param>
/// <param name="Predicted">The class of the largest probability.</param>
/// <param name="Top">The largest probabilities, largest first; the true class is always among them.</param>
public sealed record SampleDetails(long Id, int Label, int Predicted, IReadOnlyList<ClassProbability> Top)
{
    private const int Shown = 5;

    /// <summary>Reads a stored sample; null where the split does not store it.</summary>
    /// <exception cref="InvalidDataException">The run has no such arrays, or they are damaged.</exception>
    public static SampleDetails? Read(SplitArrays arrays, long id)
    {
        if (arrays.RowOf(id) is not { } row)
            return null;
        var probabilities = arrays.Probabilities(row);
        var label = (int)arrays.Labels[row];
        var order = Enumerable.Range(0, probabilities.Length).OrderByDescending(c => probabilities[c]).ToList();
        var top = order.Take(Shown).ToList();
        if (!top.Contains(label) && label < probabilities.Length)
            top[^1] = label;
        return new SampleDetails(id, label, order[0], [.. top.Select(c => new ClassProbability(c, probabilities[c]))]);
    }
}
