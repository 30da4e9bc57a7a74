using LsKd.Core.Runs;

namespace LsKdWeb.Api;

/// <summary>One curve that a chart asks for: a metric of one run, or its mean and standard deviation over several.</summary>
/// <param name="Tag">The metric, such as <c>train/loss</c>.</param>
/// <param name="Runs">Ids; more than one asks for mean and sample standard deviation over the steps that all have.</param>
public sealed record CurveRequest(string Tag, IReadOnlyList<string> Runs)
{
    /// <summary>A curve of one run.</summary>
    public CurveRequest(string tag, string run)
        : this(tag, [run])
    {
    }

    /// <summary>Reads <c>TAG@RUN,RUN</c>, or answers null.</summary>
    public static CurveRequest? Parse(string text)
    {
        var at = text.LastIndexOf('@');
        if (at < 1)
            return null;
        var runs = text[(at + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries);
        return runs.Length > 0 && runs.All(RunId.IsValid) ? new CurveRequest(text[..at], runs) : null;
    }

    /// <summary>Address of several curves, in order; at most <paramref name="points"/> points each.</summary>
    public static string Url(IEnumerable<CurveRequest> curves, int points = 1000) =>
        $"/api/curves?points={points}&{string.Join('&', curves.Select(c => "s=" + Uri.EscapeDataString(c.ToString())))}";

    /// <inheritdoc/>
    public override string ToString() => $"{Tag}@{string.Join(',', Runs)}";
}
