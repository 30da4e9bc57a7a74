namespace LsKdWeb.Components.Fields;

/// <summary>What is wrong with a spec, by the dotted path of its settings.</summary>
public sealed class FieldProblems
{
    private readonly ILookup<string, string> _messages;

    /// <summary>From pairs of path and message.</summary>
    public FieldProblems(params IEnumerable<(string Field, string Message)> problems)
    {
        All = [.. problems];
        _messages = All.ToLookup(p => p.Field, p => p.Message);
    }

    /// <summary>Nothing is wrong.</summary>
    public static FieldProblems None { get; } = new();

    /// <summary>All problems in their order.</summary>
    public IReadOnlyList<(string Field, string Message)> All { get; }

    /// <summary>What is wrong with a setting, in one text, or null.</summary>
    public string? this[string field] => _messages[field] is var found && found.Any() ? string.Join(' ', found) : null;
}
