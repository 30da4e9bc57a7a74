namespace LsKdWeb.Components.Fields;

/// <summary>Fields of a form that hold a text which cannot be read: what the form shows is not what its spec says.</summary>
/// <param name="changed">Told when a field became unreadable or readable again.</param>
public sealed class UnreadFields(Action changed)
{
    private readonly SortedDictionary<string, string> _problems = new(StringComparer.Ordinal);

    /// <summary>What is wrong with one of them, with its setting; empty where all can be read.</summary>
    public string First => _problems.Select(p => $"{p.Key}: {p.Value}").FirstOrDefault("");

    /// <summary>Notes what is wrong with a field's text; null where nothing is.</summary>
    public void Note(string field, string? problem)
    {
        if (_problems.GetValueOrDefault(field) == problem)
            return;
        _problems.Remove(field);
        if (problem is not null)
            _problems[field] = problem;
        changed();
    }
}
