using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LsKd.Store.Tests.Support;
using Npgsql;

namespace LsKd.Store.Tests.PostgreSql;

/// <summary>A throw-away PostgreSQL server on this machine, started and stopped by <c>tests/scripts</c>.</summary>
public sealed class PostgreSqlServer : IDatabaseServer, IAsyncLifetime
{
    private const string Template = "migrated";
    private readonly string folder = Directory.CreateTempSubdirectory("lskd-postgres-").FullName;
    private string server = "";
    private int count;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        server = (await RunAsync("postgres-up.sh", folder, $"{FreePort()}")).Trim();
        await ExecuteAsync($"CREATE DATABASE {Template}");
        await (await TestStore.OpenAsync(postgres: Connection(Template))).DisposeAsync();
    }

    /// <inheritdoc/>
    public async Task<string?> NewDatabaseAsync()
    {
        var name = $"store_{Interlocked.Increment(ref count)}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {Template}");
        return Connection(name);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await RunAsync("postgres-down.sh", folder);
        Directory.Delete(folder, recursive: true);
    }

    // Without a pool a closed connection is really closed, which a template database must be.
    private string Connection(string database) => $"{server};Database={database};Pooling={(database == Template ? "false" : "true")}";

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection($"{server};Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> RunAsync(string script, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", [Path.Combine(Scripts(), script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{script}: {await error}");
    }

    private static string Scripts()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "LsKdWeb.sln")))
                return Path.Combine(at.FullName, "tests", "scripts");
        throw new InvalidOperationException($"No LsKdWeb.sln above {AppContext.BaseDirectory}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
