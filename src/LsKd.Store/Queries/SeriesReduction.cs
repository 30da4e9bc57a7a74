using LsKd.Store.Contracts;

namespace LsKd.Store.Queries;

/// <summary>A stored scalar; time in milliseconds since 1970.</summary>
internal readonly record struct SeriesPoint(long Step, double Epoch, long Time, double Value);

/// <summary>Keeps the smallest, largest and last point of each of a number of equal ranges of steps.</summary>
internal sealed class SeriesReduction(long first, long last, long buckets)
{
    private readonly List<SeriesPoint> _kept = [];
    private readonly double _width = Math.Max(1.0, (last - first + 1.0) / buckets);
    private long _bucket = -1;
    private SeriesPoint _min, _max, _last;

    /// <summary>Takes the next point; steps must rise.</summary>
    public void Add(SeriesPoint point)
    {
        var bucket = buckets == long.MaxValue ? point.Step - first : (long)((point.Step - first) / _width);
        if (bucket != _bucket)
        {
            Flush();
            (_bucket, _min, _max, _last) = (bucket, point, point, point);
            return;
        }
        if (point.Value < _min.Value || double.IsNaN(_min.Value))
            _min = point;
        if (point.Value > _max.Value || double.IsNaN(_max.Value))
            _max = point;
        _last = point;
    }

    /// <summary>The reduced curve.</summary>
    public MetricSeries Finish(string tag, long stored, long originMs)
    {
        Flush();
        return new MetricSeries(
            tag,
            [.. _kept.Select(p => p.Step)],
            [.. _kept.Select(p => p.Epoch)],
            [.. _kept.Select(p => (p.Time - originMs) / 1000.0)],
            [.. _kept.Select(p => p.Value)],
            stored);
    }

    private void Flush()
    {
        if (_bucket < 0)
            return;
        var (early, late) = _min.Step <= _max.Step ? (_min, _max) : (_max, _min);
        Keep(early);
        Keep(late);
        Keep(_last);
    }

    private void Keep(SeriesPoint point)
    {
        if (_kept.Count == 0 || _kept[^1].Step < point.Step)
            _kept.Add(point);
    }
}
