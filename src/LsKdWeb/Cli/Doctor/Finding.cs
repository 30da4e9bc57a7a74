namespace LsKdWeb.Cli.Doctor;

/// <summary>One line of the report.</summary>
/// <param name="Topic">What was looked at.</param>
/// <param name="Value">What was found.</param>
/// <param name="Good">Whether the product works with it.</param>
/// <param name="Advice">What to do; empty when nothing needs doing.</param>
internal sealed record Finding(string Topic, string Value, bool Good = true, string Advice = "");
