using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKdWeb.Components.Fields;
using LsKdWeb.Specs;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace LsKdWeb.Components.Pages.NewExperiment;

/// <summary>The form that makes specs and launches them.</summary>
public sealed partial class NewExperimentPage : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private CancellationTokenSource? _check;
    private RunSpec _spec = new();
    private SpecGrid _grid = new();
    private FieldProblems _problems = FieldProblems.None;
    private CostEstimate? _estimate;
    private RunSummary? _cloned;
    private Exception? _failure;
    private bool _loaded;
    private bool _yamlIsValid = true;
    private bool _isLaunching;
    private UnreadFields _unread = null!;

    /// <summary>A run whose spec fills the form.</summary>
    [SupplyParameterFromQuery] public string? Clone { get; set; }

    /// <summary>A run that shall be the teacher.</summary>
    [SupplyParameterFromQuery] public string? Teacher { get; set; }

    [Inject] private IRunCatalog Catalog { get; set; } = null!;

    [Inject] private IRunCommands Commands { get; set; } = null!;

    [Inject] private ISpecChecker Checker { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private ISnackbar Snackbar { get; set; } = null!;

    private string Blocked => !_yamlIsValid ? "The YAML is not a spec yet."
        : _unread.First is { Length: > 0 } unread ? unread
        : _grid.Count > SpecGrid.Limit ? $"The grid makes {_grid.Count} runs; at most {SpecGrid.Limit} are launched at once."
        : _problems.All.Count > 0 ? "Some settings need another value." : "";

    /// <inheritdoc />
    public void Dispose()
    {
        _check?.Cancel();
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <inheritdoc />
    protected override Task OnInitializedAsync()
    {
        _unread = new(StateHasChanged);
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        try
        {
            (_spec, _failure) = (await StartAsync(), null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _failure = e;
        }
        _loaded = true;
        await CheckAsync();
    }

    private async Task<RunSpec> StartAsync()
    {
        if (Clone is { Length: > 0 } id)
            return await CopyAsync(id);
        if (Teacher is { Length: > 0 } teacher && await Catalog.DetailsAsync(teacher, _gone.Token) is { } run)
            return Student(run.Spec, teacher);
        return SpecDefaults.For(new(), new DataSpec().Dataset);
    }

    private async Task<RunSpec> CopyAsync(string id)
    {
        var run = await Catalog.DetailsAsync(id, _gone.Token)
            ?? throw new InvalidOperationException($"There is no run {id} in this home.");
        _cloned = run.Summary;
        return run.Spec;
    }

    private static RunSpec Student(RunSpec teacher, string id) => teacher with
    {
        Name = "", Notes = "", Tags = [], Teacher = new() { Run = id },
        Objective = teacher.Task is RunTask.Translation
            ? new() { Name = "kd", SoftWeight = SpecDefaults.TranslationSoftWeight }
            : new() { Name = "soft-cross-entropy" },
    };

    private async Task SetAsync(RunSpec spec)
    {
        _spec = spec;
        await CheckAsync();
    }

    private async Task SetGridAsync(SpecGrid grid)
    {
        _grid = grid;
        await CheckAsync();
    }

    // Only the newest check counts: typing on cancels the one before.
    private async Task CheckAsync()
    {
        if (_gone.IsCancellationRequested)
            return;
        _check?.Cancel();
        using var check = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
        _check = check;
        try
        {
            var found = await ProblemsAsync(check.Token);
            var estimate = await new CostEstimator(Catalog).EstimateAsync(_spec, check.Token);
            if (!check.IsCancellationRequested)
                (_problems, _estimate) = (new(found.Select(p => (p.Field, p.Message))), estimate);
        }
        catch (OperationCanceledException)
        {
            // A newer check is on its way.
        }
        finally
        {
            if (ReferenceEquals(_check, check))
                _check = null;
        }
    }

    // Every value of the grid is checked, each problem said once.
    private async Task<IReadOnlyList<SpecProblem>> ProblemsAsync(CancellationToken cancel)
    {
        var values = _grid with { Seeds = [] };
        List<SpecProblem> found = [];
        foreach (var run in values.Count > SpecGrid.Limit ? [new(_spec, "")] : values.Expand(_spec))
            found.AddRange(await Checker.CheckAsync(run.Spec, cancel));
        return [.. found.Distinct()];
    }

    // A launch is completed where the page is left meanwhile: half a grid would be no use.
    private async Task LaunchAsync()
    {
        _isLaunching = true;
        try
        {
            var ids = await CreateAsync();
            if (_gone.IsCancellationRequested)
                return;
            Snackbar.Add(ids.Count == 1 ? "The run is queued." : $"{ids.Count} runs are queued.", Severity.Success);
            Navigation.NavigateTo(ids.Count == 1 ? PageUrls.Run(ids[0]) : PageUrls.Runs);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Snackbar.Add($"Not launched: {e.Message}", Severity.Error);
        }
        finally
        {
            _isLaunching = false;
        }
    }

    private async Task<List<string>> CreateAsync()
    {
        List<string> ids = [];
        foreach (var run in _grid.Expand(_spec))
            ids.Add(await Commands.CreateAsync(run.Spec, new RunRecord { Cell = run.Cell }));
        return ids;
    }

    private static string[] Words(string? text) =>
        [.. (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];
}
