using System.Data;
using System.Data.Common;
using LsKd.Store.Contracts;
using LsKd.Store.Database;
using Microsoft.EntityFrameworkCore;

namespace LsKd.Store.Queries;

/// <summary>
/// Reads a curve in step order and reduces it on the way: each bucket of steps keeps its smallest, largest and last point, so that
/// no spike is lost and nothing but the reduced curve is held in memory.
/// </summary>
internal static class SeriesReader
{
    private const string Range = "FROM metrics WHERE run_key = @run AND tag_key = @tag AND step >= @from AND step <= @to";

    /// <summary>Reads one curve, reduced to at most <paramref name="points"/> points (3 at least).</summary>
    public static async Task<MetricSeries> ReadAsync(
        LsKdContext context, int runKey, int tagKey, string tag, DateTimeOffset origin, int points, long from, long to, CancellationToken cancel)
    {
        await context.Database.OpenConnectionAsync(cancel);
        var (count, first, last) = await ExtentAsync(context, runKey, tagKey, from, to, cancel);
        var buckets = count <= points ? long.MaxValue : Math.Max(1, points / 3);
        var reduction = new SeriesReduction(first, last, buckets);
        await using var command = Command(context, $"SELECT step, epoch, time, value {Range} ORDER BY step", runKey, tagKey, from, to);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancel);
        while (await reader.ReadAsync(cancel))
        {
            var (step, epoch, time) = (reader.GetInt64(0), reader.GetDouble(1), reader.GetInt64(2));
            reduction.Add(new(step, epoch, time, reader.IsDBNull(3) ? double.NaN : reader.GetDouble(3)));
        }
        return reduction.Finish(tag, count, origin.ToUnixTimeMilliseconds());
    }

    private static async Task<(long Count, long First, long Last)> ExtentAsync(
        LsKdContext context, int runKey, int tagKey, long from, long to, CancellationToken cancel)
    {
        await using var command = Command(context, $"SELECT COUNT(*), MIN(step), MAX(step) {Range}", runKey, tagKey, from, to);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return reader.GetInt64(0) is > 0 and var count ? (count, reader.GetInt64(1), reader.GetInt64(2)) : (0, 0, 0);
    }

    private static DbCommand Command(LsKdContext context, string sql, int runKey, int tagKey, long from, long to)
    {
        var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in ((string, object)[])[("@run", runKey), ("@tag", tagKey), ("@from", from), ("@to", to)])
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
