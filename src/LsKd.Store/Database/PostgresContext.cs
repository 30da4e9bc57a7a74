using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace LsKd.Store.Database;

/// <summary>The index in a PostgreSQL database, which several servers may share.</summary>
internal sealed class PostgresContext(DbContextOptions<PostgresContext> options) : LsKdContext(options)
{
    /// <summary>For the tool that writes migrations.</summary>
    internal sealed class DesignTime : IDesignTimeDbContextFactory<PostgresContext>
    {
        public PostgresContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql("Host=localhost;Database=design").Options);
    }
}
