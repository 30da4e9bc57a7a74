using LsKd.Core.Specs;
using LsKdWeb.Specs;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace LsKdWeb.Components.Pages.NewExperiment;

/// <summary>The spec as YAML beside the form. What is typed here changes the form, and the other way round.</summary>
public sealed partial class YamlPane
{
    private RunSpec? _shown;
    private string _text = "";
    private string? _problem;
    private bool _full;

    /// <summary>The spec.</summary>
    [Parameter, EditorRequired] public RunSpec Spec { get; set; } = new();

    /// <summary>Called with the spec that was typed.</summary>
    [Parameter] public EventCallback<RunSpec> SpecChanged { get; set; }

    /// <summary>Called with whether the text is a spec.</summary>
    [Parameter] public EventCallback<bool> ValidChanged { get; set; }

    [Inject] private IJSRuntime Js { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        // The text that the user is typing is left as it is: only a spec from elsewhere replaces it.
        if (ReferenceEquals(_shown, Spec))
            return;
        Show();
        if (_problem is null)
            return;
        _problem = null;
        await ValidChanged.InvokeAsync(true);
    }

    private void Show() => (_shown, _text) = (Spec, SpecYaml.Write(Spec, _full));

    private void ShowAll(bool full)
    {
        _full = full;
        if (_problem is null)
            Show();
    }

    private async Task ReadAsync(string? text)
    {
        _text = text ?? "";
        var wasValid = _problem is null;
        try
        {
            _shown = SpecYaml.Read(_text);
            _problem = null;
        }
        catch (SpecFormatException e)
        {
            _problem = e.Message;
        }
        if (wasValid != _problem is null)
            await ValidChanged.InvokeAsync(_problem is null);
        if (_problem is null)
            await SpecChanged.InvokeAsync(_shown);
    }

    private async Task CopyAsync() => await Js.InvokeVoidAsync("navigator.clipboard.writeText", _text);
}
