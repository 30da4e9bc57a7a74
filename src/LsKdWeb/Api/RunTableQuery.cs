using LsKd.Core.Runs;
using LsKd.Store.Contracts;
using Microsoft.AspNetCore.Mvc;

namespace LsKdWeb.Api;

/// <summary>The query string of the run table.</summary>
internal sealed class RunTableQuery
{
    [FromQuery] public string? Search { get; init; }
    [FromQuery] public string[]? Id { get; init; }
    [FromQuery] public string[]? State { get; init; }
    [FromQuery] public string[]? Dataset { get; init; }
    [FromQuery] public string[]? Model { get; init; }
    [FromQuery] public string[]? Objective { get; init; }
    [FromQuery] public string[]? Tag { get; init; }
    [FromQuery] public string? Study { get; init; }
    [FromQuery] public string? Teacher { get; init; }
    [FromQuery] public string? Role { get; init; }
    [FromQuery] public double? Smoothing { get; init; }

    /// <summary><c>true</c>, <c>false</c> (as when left out) or <c>any</c>.</summary>
    [FromQuery] public string? Archived { get; init; }
    [FromQuery] public string? Sort { get; init; }
    [FromQuery] public bool? Descending { get; init; }
    [FromQuery] public int? Skip { get; init; }
    [FromQuery] public int? Take { get; init; }
    [FromQuery] public string[]? Metric { get; init; }

    /// <summary>The question it asks.</summary>
    /// <exception cref="ArgumentException">A word is not understood; the message names it.</exception>
    public RunQuery ToQuery() => new()
    {
        Search = Search ?? "",
        Ids = Id ?? [],
        States = [.. (State ?? []).Select(ParseState)],
        Datasets = Dataset ?? [],
        Models = Model ?? [],
        Objectives = Objective ?? [],
        Tags = Tag ?? [],
        StudyId = Study,
        TeacherId = Teacher,
        Role = Role,
        Smoothing = Smoothing,
        Archived = Archived switch { null or "false" => false, "true" => true, "any" => null, _ => throw new ArgumentException("archived is true, false or any.") },
        SortBy = Sort ?? "created",
        Descending = Descending ?? true,
        Skip = Math.Max(0, Skip ?? 0),
        Take = Math.Clamp(Take ?? 50, 1, 10_000),
        Metrics = Metric ?? [],
    };

    private static RunState ParseState(string word) => Enum.TryParse<RunState>(word, ignoreCase: true, out var state)
        ? state
        : throw new ArgumentException($"There is no state \"{word}\". Known: {string.Join(", ", Enum.GetNames<RunState>()).ToLowerInvariant()}.");
}
