using System.Text.Json;
using LsKd.Core.Specs;
using LsKdWeb.Hosting;

namespace LsKdWeb.Components.Pages.Runs;

/// <summary>A named address.</summary>
public sealed record SavedView(string Name, string Url);

/// <summary>Views that users named, in <c>views.json</c> of the home folder. Safe from any thread.</summary>
public sealed class SavedViews(HomeFolder home)
{
    private readonly Lock _lock = new();

    private string File => Path.Combine(home.Root, "views.json");

    /// <summary>All views by name.</summary>
    /// <exception cref="JsonException">The file is damaged; the message names it.</exception>
    public IReadOnlyList<SavedView> All()
    {
        lock (_lock)
            return Read();
    }

    /// <summary>Stores a view; one of the same name is replaced.</summary>
    public void Save(SavedView view)
    {
        lock (_lock)
            Write([.. Read().Where(v => v.Name != view.Name), view]);
    }

    /// <summary>Forgets a view.</summary>
    public void Remove(string name)
    {
        lock (_lock)
            Write([.. Read().Where(v => v.Name != name)]);
    }

    private List<SavedView> Read()
    {
        if (!System.IO.File.Exists(File))
            return [];
        try
        {
            return JsonSerializer.Deserialize<List<SavedView>>(System.IO.File.ReadAllText(File), SpecJson.Options) ?? [];
        }
        catch (JsonException e)
        {
            throw new JsonException($"The saved views in {File} cannot be read: {e.Message}", e);
        }
    }

    private void Write(List<SavedView> views)
    {
        var temporary = File + ".tmp";
        System.IO.File.WriteAllText(temporary, JsonSerializer.Serialize(views.OrderBy(v => v.Name, StringComparer.OrdinalIgnoreCase), SpecJson.Indented));
        System.IO.File.Move(temporary, File, overwrite: true);
    }
}
