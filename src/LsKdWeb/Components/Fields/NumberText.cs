using System.Globalization;

namespace LsKdWeb.Components.Fields;

/// <summary>Reads and writes numbers as they are typed: with a decimal point, and without signs between thousands.</summary>
internal static class NumberText
{
    /// <summary>The text of a number; empty where there is none.</summary>
    public static string Write<T>(T value) => value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : "";

    /// <summary>Reads a number; nothing is read as no number where <typeparamref name="T"/> allows that.</summary>
    /// <returns>What is wrong with the text, or null.</returns>
    public static string? Read<T>(string? text, out T value)
    {
        value = default!;
        var typed = (text ?? "").Trim();
        if (typed.Length == 0)
            return default(T) is null ? null : "A number is needed.";
        if (Parse(typed, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)) is not { } number)
            return Complaint(typed, typeof(T) == typeof(double) || typeof(T) == typeof(double?));
        value = (T)number;
        return null;
    }

    /// <summary>A number so many steps further; what is no number counts as zero.</summary>
    public static T Step<T>(T value, T step, int count) => (T)Convert.ChangeType(
        Convert.ToDecimal(value, CultureInfo.InvariantCulture) + (count * Convert.ToDecimal(step, CultureInfo.InvariantCulture)),
        Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), CultureInfo.InvariantCulture);

    private static object? Parse(string text, Type type) => type == typeof(double)
        ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? real : null
        : type == typeof(int)
            ? int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large) ? large : null;

    private static string Complaint(string text, bool real) => !real ? $"\"{text}\" is no whole number."
        : text.Contains(',', StringComparison.Ordinal) ? $"\"{text}\" is no number: decimals follow a point." : $"\"{text}\" is no number.";
}
