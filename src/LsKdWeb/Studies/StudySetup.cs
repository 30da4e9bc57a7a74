namespace LsKdWeb.Studies;

/// <summary>Services and addresses of the studies.</summary>
internal static class StudySetup
{
    /// <summary>Registers what studies need of a server or a command.</summary>
    public static IServiceCollection AddStudies(this IServiceCollection services) => services
        .AddSingleton<StudyStore>()
        .AddSingleton<EvidenceReader>()
        .AddSingleton<StudyReader>()
        .AddSingleton<StudyLauncher>()
        .AddSingleton<IStudyLauncher>(s => s.GetRequiredService<StudyLauncher>())
        .AddHostedService<StudyRecovery>();

    /// <summary>Maps reports and documents for download.</summary>
    public static WebApplication MapStudies(this WebApplication app)
    {
        app.MapGet("/api/studies/{id}/report.{format}", StudyDownloads.ReportAsync);
        app.MapGet("/api/studies/{id}/study.yaml", StudyDownloads.Document);
        return app;
    }
}
