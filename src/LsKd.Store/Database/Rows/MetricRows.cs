namespace LsKd.Store.Database.Rows;

/// <summary>The name of a metric, such as <c>train/loss</c>.</summary>
internal sealed class MetricTagRow
{
    public int Key { get; set; }
    public string Name { get; set; } = "";
}

/// <summary>One scalar; at most one a run, tag and step, whatever the number of attempts.</summary>
internal sealed class MetricRow
{
    public int RunKey { get; set; }
    public int TagKey { get; set; }
    public long Step { get; set; }
    public double Epoch { get; set; }
    public DateTimeOffset Time { get; set; }

    /// <summary>null stands for NaN, which SQLite cannot store.</summary>
    public double? Value { get; set; }
}

/// <summary>Last, smallest and largest value of a run's metric.</summary>
internal sealed class MetricSummaryRow
{
    public int RunKey { get; set; }
    public int TagKey { get; set; }
    public double? Last { get; set; }
    public long LastStep { get; set; }
    public double? Min { get; set; }
    public long MinStep { get; set; }
    public double? Max { get; set; }
    public long MaxStep { get; set; }
    public long Count { get; set; }
}
