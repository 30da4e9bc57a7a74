using LsKd.Store.Database.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace LsKd.Store.Database;

/// <summary>The index, whichever database holds it. Made for one operation and disposed.</summary>
internal abstract class LsKdContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<RunRow> Runs => Set<RunRow>();
    public DbSet<RunTagRow> RunTags => Set<RunTagRow>();
    public DbSet<DependencyRow> Dependencies => Set<DependencyRow>();
    public DbSet<AttemptRow> Attempts => Set<AttemptRow>();
    public DbSet<ArtifactRow> Artifacts => Set<ArtifactRow>();
    public DbSet<LogRow> Logs => Set<LogRow>();
    public DbSet<IngestRow> Ingests => Set<IngestRow>();
    public DbSet<StudyRow> Studies => Set<StudyRow>();
    public DbSet<MetricTagRow> MetricTags => Set<MetricTagRow>();
    public DbSet<MetricRow> Metrics => Set<MetricRow>();
    public DbSet<MetricSummaryRow> MetricSummaries => Set<MetricSummaryRow>();

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        // Milliseconds in both databases: sortable everywhere and the same in hand-written SQL.
        conventions.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
        conventions.Properties<Enum>().HaveConversion<string>().HaveMaxLength(24);
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder model)
    {
        MapRuns(model);
        MapRunParts(model);
        MapMetrics(model);
        SnakeCase.Apply(model);
    }

    private static void MapRuns(ModelBuilder model) => model.Entity<RunRow>(run =>
    {
        run.ToTable("runs").HasKey(r => r.Key);
        run.Property(r => r.Id).HasMaxLength(40).IsRequired();
        run.HasIndex(r => r.Id).IsUnique();
        run.HasIndex(r => r.State);
        run.HasIndex(r => new { r.Archived, r.Created });
        run.HasIndex(r => r.StudyId);
        run.HasIndex(r => r.TeacherId);
    });

    private static void MapRunParts(ModelBuilder model)
    {
        model.Entity<RunTagRow>(tag => tag.ToTable("run_tags").HasKey(t => new { t.RunKey, t.Tag }));
        model.Entity<DependencyRow>(dependency =>
        {
            dependency.ToTable("dependencies").HasKey(d => new { d.RunKey, d.DependsOn });
            dependency.HasIndex(d => d.DependsOn);
        });
        model.Entity<AttemptRow>(attempt => attempt.ToTable("attempts").HasKey(a => new { a.RunKey, a.Number }));
        model.Entity<ArtifactRow>(artifact => artifact.ToTable("artifacts").HasKey(a => new { a.RunKey, a.Path }));
        model.Entity<LogRow>(log =>
        {
            log.ToTable("logs").HasKey(l => l.Key);
            log.HasIndex(l => l.RunKey);
        });
        model.Entity<IngestRow>(ingest => ingest.ToTable("ingests").HasKey(i => new { i.RunKey, i.Attempt }));
        model.Entity<StudyRow>(study => study.ToTable("studies").HasKey(s => s.Id));
    }

    private static void MapMetrics(ModelBuilder model)
    {
        model.Entity<MetricTagRow>(tag =>
        {
            tag.ToTable("metric_tags").HasKey(t => t.Key);
            tag.HasIndex(t => t.Name).IsUnique();
        });
        model.Entity<MetricRow>(metric => metric.ToTable("metrics").HasKey(m => new { m.RunKey, m.TagKey, m.Step }));
        model.Entity<MetricSummaryRow>(summary =>
        {
            summary.ToTable("metric_summaries").HasKey(s => new { s.RunKey, s.TagKey });
            summary.HasIndex(s => new { s.TagKey, s.RunKey });
        });
    }

    private sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
        time => time.ToUnixTimeMilliseconds(), value => DateTimeOffset.FromUnixTimeMilliseconds(value));
}
