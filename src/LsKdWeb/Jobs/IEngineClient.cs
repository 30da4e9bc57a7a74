using LsKd.Core.Runs;
using LsKd.Store.Contracts;

namespace LsKdWeb.Jobs;

/// <summary>The engine as a command line sees it: hosted in this process, or another's that is reached over HTTP.</summary>
public interface IEngineClient : IAsyncDisposable
{
    /// <summary>Reads the store.</summary>
    IRunCatalog Catalog { get; }

    /// <summary>Changes the store.</summary>
    IRunCommands Commands { get; }

    /// <summary>Where everything is kept.</summary>
    Hosting.HomeFolder Home { get; }

    /// <summary>What is checked before a run is created.</summary>
    Specs.SpecChecks Checks { get; }

    /// <summary>
    /// Waits until every run is finished, or held (paused), or waits for the user because its teacher was cancelled.
    /// </summary>
    /// <param name="ids">The runs.</param>
    /// <param name="changed">Hears each run's standing when it changes; about once a second.</param>
    /// <param name="cancel">Ends the waiting, not the runs.</param>
    Task<IReadOnlyList<RunSummary>> WaitAsync(IReadOnlyList<string> ids, Action<RunSummary>? changed = null, CancellationToken cancel = default);
}
