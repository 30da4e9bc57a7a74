using LsKd.Learning.Data.Downloads;

namespace LsKdWeb.Cli;

/// <summary>Writes a download's progress as lines, at most one a second and one at each file's end.</summary>
internal sealed class ProgressLines(TextWriter target, TimeProvider time) : IProgress<DownloadProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private long _last;
    private string _file = "";

    /// <inheritdoc/>
    public void Report(DownloadProgress value)
    {
        var ended = value.Done >= value.Total;
        if (!ended && value.File == _file && time.GetElapsedTime(_last) < Pause) return;
        (_last, _file) = (time.GetTimestamp(), value.File);
        target.WriteLine(FormattableString.Invariant(
            $"{value.File}: {value.Done / 1e6:0.0} of {value.Total / 1e6:0.0} MB ({100.0 * value.Done / Math.Max(1, value.Total):0} %)"));
    }
}
