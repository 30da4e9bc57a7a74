using System.Globalization;

namespace LsKdWeb.Components.Shared;

/// <summary>How numbers are written everywhere on the site. A missing value is an en dash.</summary>
public static class Figure
{
    private const string Missing = "–";

    /// <summary>A rate in [0, 1] as per cent with two decimals, or a dash.</summary>
    public static string Percent(double? rate, int decimals = 2) =>
        rate is { } r && double.IsFinite(r) ? Fixed(100 * r, decimals) + "%" : Missing;

    /// <summary>A number with four significant digits.</summary>
    public static string Number(double? value) => value switch
    {
        null => Missing,
        { } v when !double.IsFinite(v) => double.IsNaN(v) ? "NaN" : v > 0 ? "∞" : "−∞",
        0 => "0",
        { } v when Math.Abs(v) is >= 1e6 or < 1e-3 => Minus(v.ToString("0.###e0", CultureInfo.InvariantCulture)),
        { } v => Minus(v.ToString(Math.Abs(v) >= 100 ? "0.#" : Math.Abs(v) >= 1 ? "0.###" : "0.####", CultureInfo.InvariantCulture)),
    };

    /// <summary>A metric by its tag: rates as per cent, others as numbers.</summary>
    public static string Metric(string tag, double? value) => IsRate(tag) ? Percent(value) : Number(value);

    /// <summary>Whether a metric is a share of samples, which people read as per cent.</summary>
    public static bool IsRate(string tag) =>
        tag[(tag.LastIndexOf('/') + 1)..] is "top1" or "top5" or "ece_15" or "adaptive_ece_15" or "mean_confidence" or "student_agreement_top1";

    /// <summary>A number with a sign, for differences.</summary>
    public static string Signed(double value, int decimals = 2) =>
        (value >= 0 ? "+" : "") + Fixed(value, decimals);

    /// <summary>A whole number with thin groups of thousands.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A length of time: <c>45 s</c>, <c>3 min 10 s</c>, <c>2 h 5 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Duration(double? seconds)
    {
        if (seconds is not { } s || !double.IsFinite(s))
            return Missing;
        var t = TimeSpan.FromSeconds(Math.Max(0, Math.Round(s)));
        return t switch
        {
            { TotalMinutes: < 1 } => $"{t.Seconds} s",
            { TotalHours: < 1 } => $"{t.Minutes} min {t.Seconds} s",
            { TotalDays: < 1 } => $"{t.Hours} h {t.Minutes} min",
            _ => $"{(int)t.TotalDays} d {t.Hours} h",
        };
    }

    /// <summary>A size in bytes, with binary units.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1024 * 1024 => $"{Fixed(bytes / 1024.0, 0)} KiB",
        < 1024L * 1024 * 1024 => $"{Fixed(bytes / 1048576.0, 1)} MiB",
        _ => $"{Fixed(bytes / 1073741824.0, 2)} GiB",
    };

    /// <summary>How long ago, in words.</summary>
    public static string Ago(DateTimeOffset time, DateTimeOffset now) => (now - time) switch
    {
        { TotalSeconds: < 45 } => "just now",
        { TotalMinutes: < 60 } t => $"{Math.Max(1, (int)t.TotalMinutes)} min ago",
        { TotalHours: < 24 } t => $"{(int)t.TotalHours} h ago",
        { TotalDays: < 30 } t => $"{(int)t.TotalDays} d ago",
        _ => Date(time),
    };

    /// <summary>A date, in UTC.</summary>
    public static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Day, month, hour and minute, in UTC, for columns of a table; <see cref="Time"/> says the whole.</summary>
    public static string ShortTime(DateTimeOffset time) => time.UtcDateTime.ToString("d MMM HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Date and time, in UTC.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";

    private static string Fixed(double value, int decimals) =>
        Minus(value.ToString("F" + decimals, CultureInfo.InvariantCulture));

    private static string Minus(string text) => text.Replace('-', '−');
}
