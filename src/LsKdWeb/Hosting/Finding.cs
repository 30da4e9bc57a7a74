namespace LsKdWeb.Hosting;

/// <summary>Something that was looked at, and how well it is.</summary>
/// <param name="Topic">What was looked at.</param>
/// <param name="Value">What was found.</param>
/// <param name="Good">Whether the product works with it.</param>
/// <param name="Advice">What to do or to mind; empty when nothing needs saying.</param>
public sealed record Finding(string Topic, string Value, bool Good = true, string Advice = "");
