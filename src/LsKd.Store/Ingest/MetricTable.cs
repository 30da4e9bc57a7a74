using System.Data.Common;
using LsKd.Core.Events;
using LsKd.Store.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace LsKd.Store.Ingest;

/// <summary>Writes scalars by prepared statements; a step that is written again (after a resume) replaces itself.</summary>
internal static class MetricTable
{
    private const string Upsert = """
        INSERT INTO metrics (run_key, tag_key, step, epoch, time, value) VALUES (@run, @tag, @step, @epoch, @time, @value)
        ON CONFLICT (run_key, tag_key, step) DO UPDATE SET epoch = excluded.epoch, time = excluded.time, value = excluded.value
        """;

    /// <summary>Writes a run's scalars within the context's transaction.</summary>
    public static async Task WriteAsync(
        LsKdContext context, int runKey, IReadOnlyList<MetricLogged> metrics, IReadOnlyDictionary<string, int> tags, CancellationToken cancel)
    {
        var connection = context.Database.GetDbConnection();
        var transaction = context.Database.CurrentTransaction!.GetDbTransaction();
        if (connection.CanCreateBatch)
            await WriteBatchAsync(connection, transaction, runKey, metrics, tags, cancel);
        else
            WriteOneByOne(connection, transaction, runKey, metrics, tags);
    }

    private static void WriteOneByOne(
        DbConnection connection, DbTransaction transaction, int runKey, IReadOnlyList<MetricLogged> metrics, IReadOnlyDictionary<string, int> tags)
    {
        using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (Upsert, transaction);
        var values = Names.Select(name => Add(command.Parameters, command.CreateParameter(), name)).ToArray();
        command.Prepare();
        foreach (var metric in metrics)
        {
            Fill(values, runKey, tags[metric.Tag], metric);
            command.ExecuteNonQuery();
        }
    }

    private static async Task WriteBatchAsync(
        DbConnection connection, DbTransaction transaction, int runKey, IReadOnlyList<MetricLogged> metrics,
        IReadOnlyDictionary<string, int> tags, CancellationToken cancel)
    {
        foreach (var chunk in metrics.Chunk(1000))
        {
            await using var batch = connection.CreateBatch();
            batch.Transaction = transaction;
            foreach (var metric in chunk)
            {
                var command = batch.CreateBatchCommand();
                command.CommandText = Upsert;
                Fill([.. Names.Select(name => Add(command.Parameters, command.CreateParameter(), name))], runKey, tags[metric.Tag], metric);
                batch.BatchCommands.Add(command);
            }
            await batch.ExecuteNonQueryAsync(cancel);
        }
    }

    private static readonly string[] Names = ["@run", "@tag", "@step", "@epoch", "@time", "@value"];

    private static DbParameter Add(DbParameterCollection parameters, DbParameter parameter, string name)
    {
        parameter.ParameterName = name;
        parameters.Add(parameter);
        return parameter;
    }

    private static void Fill(DbParameter[] values, int runKey, int tagKey, MetricLogged metric)
    {
        values[0].Value = runKey;
        values[1].Value = tagKey;
        values[2].Value = metric.Step;
        values[3].Value = metric.Epoch;
        values[4].Value = metric.Time.ToUnixTimeMilliseconds();
        values[5].DbType = System.Data.DbType.Double;
        values[5].Value = double.IsNaN(metric.Value) ? DBNull.Value : metric.Value;
    }
}
