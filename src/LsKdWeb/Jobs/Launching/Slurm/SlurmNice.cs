using System.Globalization;

namespace LsKdWeb.Jobs.Launching.Slurm;

/// <summary>
/// A run's priority as Slurm's nice value. An ordinary user may only put jobs back: the highest priority that waits is not put back,
/// each level below it is put back by one more step.
/// </summary>
internal static class SlurmNice
{
    private const int Step = 1000;
    private const int Largest = 2_000_000_000;
    private const string Argument = "--nice=";

    /// <summary>The nice value; what <c>slurmArguments</c> say comes on top.</summary>
    /// <param name="behind">How far the run's priority lies below the highest that waits.</param>
    /// <param name="settings">The site's settings.</param>
    public static long Of(int behind, SiteSettings settings) =>
        behind <= 0 ? Base(settings) : Math.Min(Base(settings) + ((long)behind * Step), Largest);

    private static long Base(SiteSettings settings) =>
        settings.SlurmArguments.LastOrDefault(a => a.StartsWith(Argument, StringComparison.Ordinal)) is { } argument
        && int.TryParse(argument[Argument.Length..], CultureInfo.InvariantCulture, out var nice) ? nice : 0;
}
