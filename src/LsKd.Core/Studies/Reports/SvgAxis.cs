using System.Globalization;

namespace LsKd.Core.Studies.Reports;

/// <summary>Maps values to pixels and chooses ticks.</summary>
internal sealed class SvgAxis
{
    private readonly double low, high, from, to;
    private readonly bool log;

    private SvgAxis(double low, double high, double from, double to, bool log) =>
        (this.low, this.high, this.from, this.to, this.log) = (low, high, from, to, log);

    /// <summary>An axis over a range of values, between two pixels.</summary>
    public static SvgAxis Over((double Low, double High) range, double from, double to, bool log = false)
    {
        log = log && range.Low > 0;
        var (low, high) = log ? (Math.Log10(range.Low), Math.Log10(range.High)) : range;
        return new(low, high > low ? high : low + 1, from, to, log);
    }

    /// <summary>Pixel of a value.</summary>
    public double At(double value) => from + ((log ? Math.Log10(value) : value) - low) / (high - low) * (to - from);

    /// <summary>Round values within the range, with their text.</summary>
    public IEnumerable<(double Value, string Text)> Ticks()
    {
        var step = log ? Math.Max(1, Math.Ceiling((high - low) / 6)) : NiceStep((high - low) / 5);
        for (var i = Math.Ceiling(low / step - 1e-9); i * step <= high + 1e-9 * step; i++)
        {
            var value = log ? Math.Pow(10, i * step) : i * step;
            yield return (value, Math.Abs(value) < step * 1e-9 ? "0" : value.ToString("0.####", CultureInfo.InvariantCulture));
        }
    }

    private static double NiceStep(double raw)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return power * ((raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
    }
}
