using Microsoft.JSInterop;

namespace LsKdWeb.Components.Pages.Explore;

/// <summary>The three classes that a reader last chose for a data set, kept in the browser.</summary>
public sealed class ClassChoices(IJSRuntime js)
{
    /// <summary>Keeps a choice.</summary>
    public async Task RememberAsync(string dataset, IReadOnlyList<int> classes)
    {
        try
        {
            await js.InvokeVoidAsync("localStorage.setItem", Key(dataset), string.Join(',', classes));
        }
        catch (JSException)
        {
            // A browser that keeps nothing: the address still holds the choice.
        }
    }

    /// <summary>The choice for a data set, or none.</summary>
    public async Task<IReadOnlyList<int>> RecallAsync(string dataset)
    {
        try
        {
            var kept = await js.InvokeAsync<string?>("localStorage.getItem", Key(dataset));
            return ProjectionState.From(null, null, kept, null, null, null, null, null).Classes;
        }
        catch (JSException)
        {
            return [];
        }
    }

    private static string Key(string dataset) => $"lskd-classes-{dataset}";
}
