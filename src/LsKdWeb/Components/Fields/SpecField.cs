using Microsoft.AspNetCore.Components;

namespace LsKdWeb.Components.Fields;

/// <summary>One setting of a spec in a form: its label, its value, and what is wrong with it right beside it.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
public abstract class SpecField<T> : ComponentBase
{
    /// <summary>The label.</summary>
    [Parameter, EditorRequired] public string Label { get; set; } = "";

    /// <summary>Dotted path of the setting, as in the spec's JSON.</summary>
    [Parameter, EditorRequired] public string Field { get; set; } = "";

    /// <summary>The value.</summary>
    [Parameter, EditorRequired] public T Value { get; set; } = default!;

    /// <summary>Called with a new value, as it is typed.</summary>
    [Parameter] public EventCallback<T> Changed { get; set; }

    /// <summary>One line under the field.</summary>
    [Parameter] public string? Help { get; set; }

    /// <summary>Problems of the whole spec.</summary>
    [CascadingParameter] public FieldProblems Problems { get; set; } = FieldProblems.None;

    /// <summary>What is wrong with this setting, or null.</summary>
    protected string? Problem => Problems[Field];

    /// <summary>Attributes for tests and for links to the field.</summary>
    protected Dictionary<string, object> Attributes => new() { ["data-field"] = Field };
}
