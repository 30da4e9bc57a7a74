namespace LsKdWeb.Components.Layout;

/// <summary>Knows whether parts of the page are still being loaded, so that the page says it is ready only with its content.</summary>
public sealed class PageWork(Action changed)
{
    private int _open;

    /// <summary>Whether nothing is being loaded.</summary>
    public bool IsDone => _open == 0;

    /// <summary>Loading of a part begins; it ends with the disposal of what is returned.</summary>
    public IDisposable Begin()
    {
        if (++_open == 1)
            changed();
        return new Part(this);
    }

    private void End()
    {
        if (--_open == 0)
            changed();
    }

    private sealed class Part(PageWork work) : IDisposable
    {
        public void Dispose() => work.End();
    }
}
