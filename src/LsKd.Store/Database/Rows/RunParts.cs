namespace LsKd.Store.Database.Rows;

/// <summary>A word that a run was marked with.</summary>
internal sealed class RunTagRow
{
    public int RunKey { get; set; }
    public string Tag { get; set; } = "";
}

/// <summary>A run that must succeed first; by id, because it may be deleted or not yet known.</summary>
internal sealed class DependencyRow
{
    public int RunKey { get; set; }
    public string DependsOn { get; set; } = "";
}

/// <summary>One attempt at a run.</summary>
internal sealed class AttemptRow
{
    public int RunKey { get; set; }
    public int Number { get; set; }
    public string Launcher { get; set; } = "";
    public string Handle { get; set; } = "";
    public string Device { get; set; } = "cpu";
    public DateTimeOffset Started { get; set; }
    public DateTimeOffset? Ended { get; set; }
    public string Outcome { get; set; } = "";
    public string Reason { get; set; } = "";
    public string LogTail { get; set; } = "";
}

/// <summary>A file that a run wrote.</summary>
internal sealed class ArtifactRow
{
    public int RunKey { get; set; }

    /// <summary>Path within the run folder.</summary>
    public string Path { get; set; } = "";
    public string Kind { get; set; } = "";
    public string Name { get; set; } = "";
    public string Split { get; set; } = "";
    public int Epoch { get; set; }
    public long Bytes { get; set; }
}

/// <summary>A line of a run's log.</summary>
internal sealed class LogRow
{
    public long Key { get; set; }
    public int RunKey { get; set; }
    public DateTimeOffset Time { get; set; }
    public string Level { get; set; } = "";
    public string Message { get; set; } = "";
}

/// <summary>How far an attempt's event log has been read.</summary>
internal sealed class IngestRow
{
    public int RunKey { get; set; }
    public int Attempt { get; set; }
    public long ReadTo { get; set; }
}

/// <summary>A study as its helpers describe it.</summary>
internal sealed class StudyRow
{
    public string Id { get; set; } = "";
    public string Name { get; set; } = "";
    public string Kind { get; set; } = "";
    public DateTimeOffset Created { get; set; }
    public string DesignJson { get; set; } = "";
}
