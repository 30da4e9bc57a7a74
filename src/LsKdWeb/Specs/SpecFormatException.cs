namespace LsKdWeb.Specs;

/// <summary>A text is not a spec.</summary>
/// <param name="message">What is wrong, for people.</param>
/// <param name="field">Dotted path of the setting, or empty.</param>
/// <param name="line">Line from 1, or 0 where unknown.</param>
/// <param name="inner">The parser's own error.</param>
public sealed class SpecFormatException(string message, string field, long line, Exception? inner = null)
    : FormatException(line > 0 ? $"Line {line}: {message}" : message, inner)
{
    /// <summary>Dotted path of the setting, or empty.</summary>
    public string Field { get; } = field;

    /// <summary>Line from 1, or 0 where unknown.</summary>
    public long Line { get; } = line;
}
