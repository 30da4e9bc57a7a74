using LsKd.Core.Runs;
using LsKd.Core.Specs;

namespace LsKd.Store.Database.Rows;

/// <summary>A run as the index knows it.</summary>
internal sealed class RunRow
{
    /// <summary>Short key within this database; ids are for everybody else.</summary>
    public int Key { get; set; }
    public string Id { get; set; } = "";
    public string Name { get; set; } = "";
    public RunTask Task { get; set; }
    public RunState State { get; set; }
    public string Reason { get; set; } = "";

    /// <summary>When it came into its state.</summary>
    public DateTimeOffset? StateSince { get; set; }
    public DateTimeOffset Created { get; set; }
    public DateTimeOffset? Started { get; set; }
    public DateTimeOffset? Ended { get; set; }
    public string Dataset { get; set; } = "";
    public string Model { get; set; } = "";
    public string Objective { get; set; } = "";
    public double Smoothing { get; set; }
    public double Temperature { get; set; } = 1;
    public int Seed { get; set; }
    public string? TeacherId { get; set; }
    public string? StudyId { get; set; }
    public string Role { get; set; } = "";
    public string Cell { get; set; } = "";
    public int Priority { get; set; }
    public int Attempt { get; set; }

    /// <summary>Workers lost since the user last asked for the run.</summary>
    public int Crashes { get; set; }

    /// <summary>What a running worker was asked for: <c>pause</c>, <c>cancel</c> or <c>requeue</c>; null for nothing.</summary>
    public string? StopKind { get; set; }

    /// <summary>When it was asked.</summary>
    public DateTimeOffset? StopAsked { get; set; }
    public bool Archived { get; set; }
    public string Notes { get; set; } = "";

    /// <summary>Everything a search looks at, in lower case.</summary>
    public string SearchText { get; set; } = "";
    public string SpecJson { get; set; } = "";
    public string SpecHash { get; set; } = "";
    public int Gpus { get; set; }
    public string? EnvironmentJson { get; set; }
    public string? ResultJson { get; set; }

    public string? Phase { get; set; }
    public int Epoch { get; set; }
    public int Epochs { get; set; }
    public long Step { get; set; }
    public long Steps { get; set; }
    public double SamplesPerSecond { get; set; }
    public double? SecondsLeft { get; set; }
    public DateTimeOffset? ProgressAt { get; set; }
}
