using LsKd.Core.Runs;
using LsKd.Store.Contracts;
using Microsoft.AspNetCore.WebUtilities;

namespace LsKdWeb.Components.Pages.Runs;

/// <summary>Everything that decides what the run table shows. The page's address says it, defaults left out.</summary>
public sealed record RunTableState
{
    /// <summary>Rows of a page unless chosen otherwise.</summary>
    public const int UsualSize = 25;

    /// <summary>Words to search for.</summary>
    public string Search { get; init; } = "";

    /// <summary>A state's name, <c>active</c> for all that are not final, or empty for all.</summary>
    public string State { get; init; } = "";

    /// <summary>Data set, or empty for all.</summary>
    public string Dataset { get; init; } = "";

    /// <summary>Objective, or empty for all.</summary>
    public string Objective { get; init; } = "";

    /// <summary>Tag, or empty for all.</summary>
    public string Tag { get; init; } = "";

    /// <summary>Whether archived runs are shown in place of the others.</summary>
    public bool Archived { get; init; }

    /// <summary>Key of the column to sort by.</summary>
    public string Sort { get; init; } = "created";

    /// <summary>Whether large and late comes first.</summary>
    public bool Descending { get; init; } = true;

    /// <summary>Page from 0.</summary>
    public int Page { get; init; }

    /// <summary>Rows of a page.</summary>
    public int Size { get; init; } = UsualSize;

    /// <summary>Keys of the columns, in order.</summary>
    public IReadOnlyList<string> Columns { get; init; } = RunColumns.Usual;

    /// <summary>Keys of the fields to group by; empty shows single runs.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Reads the state from an address; what is unknown or unreadable has its default.</summary>
    public static RunTableState From(string uri)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri, UriKind.Absolute).Query);
        string Text(string name) => query.TryGetValue(name, out var value) ? value.ToString() : "";
        int Number(string name, int otherwise) => int.TryParse(Text(name), out var n) && n >= 0 ? n : otherwise;
        IReadOnlyList<string> Words(string name) => Text(name).Split(',', StringSplitOptions.RemoveEmptyEntries);
        var usual = new RunTableState();
        return new()
        {
            Search = Text("q"), State = Text("state"), Dataset = Text("dataset"), Objective = Text("objective"), Tag = Text("tag"),
            Archived = Text("archived") == "1", Sort = Text("sort") is { Length: > 0 } sort ? sort : usual.Sort,
            Descending = Text("order") != "up", Page = Number("page", 1) is var page and > 0 ? page - 1 : 0,
            Size = Math.Clamp(Number("size", UsualSize), 5, 200),
            Columns = Words("columns") is { Count: > 0 } columns ? [.. columns.Where(RunColumns.Exists)] : usual.Columns,
            Groups = [.. Words("group").Where(RunGrouping.Fields.ContainsKey)],
        };
    }

    /// <summary>The address that says this state.</summary>
    public string ToUrl() => PageUrls.WithQuery(
        PageUrls.Runs, ("q", Search), ("state", State), ("dataset", Dataset), ("objective", Objective), ("tag", Tag),
        ("archived", Archived ? "1" : ""), ("sort", Sort == "created" ? "" : Sort), ("order", Descending ? "" : "up"),
        ("page", Page == 0 ? null : Page + 1), ("size", Size == UsualSize ? null : Size),
        ("columns", Columns.SequenceEqual(RunColumns.Usual) ? "" : string.Join(',', Columns)), ("group", string.Join(',', Groups)));

    /// <summary>The question to the index for the current page.</summary>
    public RunQuery ToQuery() => new()
    {
        Search = Search, States = States(), Datasets = Dataset.Length > 0 ? [Dataset] : [], Objectives = Objective.Length > 0 ? [Objective] : [],
        Tags = Tag.Length > 0 ? [Tag] : [], Archived = Archived, SortBy = RunColumns.SortKey(Sort), Descending = Descending,
        Skip = Page * Size, Take = Size, Metrics = RunColumns.MetricTags(Columns),
    };

    private IReadOnlyList<RunState> States() => State switch
    {
        "" => [],
        "active" => [.. Enum.GetValues<RunState>().Where(s => !s.IsFinal())],
        _ => Enum.TryParse<RunState>(State, ignoreCase: true, out var state) ? [state] : [],
    };
}
