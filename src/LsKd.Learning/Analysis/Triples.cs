namespace LsKd.Learning.Analysis;

/// <summary>Class triples by name.</summary>
public static class Triples
{
    /// <summary>The wanted triple; where none is wanted, the fall-back if all of its classes exist; else empty.</summary>
    /// <exception cref="InvalidDataException">The wanted triple does not name three different classes.</exception>
    public static IReadOnlyList<int> Choose(
        IReadOnlyList<string> wanted, IReadOnlyList<string> fallback, IReadOnlyList<string> classNames)
    {
        if (wanted.Count > 0)
            return Named(wanted, classNames);
        return fallback.Count == 3 && fallback.All(classNames.Contains) ? Named(fallback, classNames) : [];
    }

    /// <summary>Three classes by name or index.</summary>
    /// <exception cref="InvalidDataException">A name is unknown, or the classes are not three different ones.</exception>
    public static IReadOnlyList<int> Named(IReadOnlyList<string> names, IReadOnlyList<string> classNames)
    {
        var classes = names.Select(n => IndexOf(n, classNames)).ToArray();
        return classes.Length == 3 && classes.Distinct().Count() == 3 ? classes
            : throw new InvalidDataException($"a triple needs three different classes, not '{string.Join(", ", names)}'");
    }

    private static int IndexOf(string name, IReadOnlyList<string> classNames)
    {
        var index = classNames.ToList().IndexOf(name);
        if (index >= 0)
            return index;
        return int.TryParse(name, out var number) && number >= 0 && number < classNames.Count ? number
            : throw new InvalidDataException($"there is no class '{name}'; a triple names three of the {classNames.Count} classes by name or by number from 0");
    }
}
