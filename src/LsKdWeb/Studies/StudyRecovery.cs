namespace LsKdWeb.Studies;

/// <summary>Completes launches that a restart cut off.</summary>
internal sealed class StudyRecovery(StudyLauncher launcher, ILogger<StudyRecovery> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await launcher.RecoverAsync(stoppingToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // One study that cannot be completed must not keep the site from starting.
            logger.LogError(e, "A study's launch could not be completed");
        }
    }
}
