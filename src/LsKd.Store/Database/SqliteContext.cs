using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace LsKd.Store.Database;

/// <summary>The index in a SQLite file.</summary>
internal sealed class SqliteContext(DbContextOptions<SqliteContext> options) : LsKdContext(options)
{
    /// <summary>For the tool that writes migrations.</summary>
    internal sealed class DesignTime : IDesignTimeDbContextFactory<SqliteContext>
    {
        public SqliteContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<SqliteContext>().UseSqlite("Data Source=design.db").Options);
    }
}
