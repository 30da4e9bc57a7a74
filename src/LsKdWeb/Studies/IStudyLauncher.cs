using LsKd.Core.Studies.Plans;

namespace LsKdWeb.Studies;

/// <summary>Launches studies through the queue.</summary>
public interface IStudyLauncher
{
    /// <summary>Launches the quick study with its own settings and returns the study's id.</summary>
    Task<string> StartQuickAsync(CancellationToken cancel = default);

    /// <summary>
    /// Launches a study, or adds seeds to it where its design was launched before. Runs that exist are kept, whatever study made them;
    /// failed and cancelled ones go back into the queue.
    /// </summary>
    /// <returns>The study's id.</returns>
    /// <exception cref="ArgumentException">The study cannot be run; the message names the setting.</exception>
    Task<string> StartAsync(StudySpec spec, CancellationToken cancel = default);
}
