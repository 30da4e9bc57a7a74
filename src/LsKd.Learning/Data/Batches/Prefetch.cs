using System.Threading.Channels;

namespace LsKd.Learning.Data.Batches;

/// <summary>Runs a sequence ahead of its reader, in order and within bounds.</summary>
internal static class Prefetch
{
    /// <summary>
    /// The items of <paramref name="source"/>, made on another thread, at most <paramref name="ahead"/> before they are read.
    /// When the reader leaves, no more are made and those not read are disposed. A failure of the source comes to the reader
    /// after the items before it.
    /// </summary>
    public static IEnumerable<T> Ahead<T>(IEnumerable<T> source, int ahead)
        where T : IDisposable
    {
        using var stop = new CancellationTokenSource();
        var channel = Channel.CreateBounded<T>(new BoundedChannelOptions(ahead) { SingleReader = true, SingleWriter = true });
        var making = Task.Run(() => MakeAsync(source, channel.Writer, stop.Token));
        try
        {
            while (channel.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
                while (channel.Reader.TryRead(out var item)) yield return item;
        }
        finally
        {
            stop.Cancel();
            making.GetAwaiter().GetResult();
            while (channel.Reader.TryRead(out var item)) item.Dispose();
        }
    }

    private static async Task MakeAsync<T>(IEnumerable<T> source, ChannelWriter<T> writer, CancellationToken stop)
        where T : IDisposable
    {
        try
        {
            foreach (var item in source)
                if (!await GiveAsync(item, writer, stop).ConfigureAwait(false)) break;
            writer.Complete();
        }
        catch (Exception e)
        {
            writer.Complete(e);
        }
    }

    private static async Task<bool> GiveAsync<T>(T item, ChannelWriter<T> writer, CancellationToken stop)
        where T : IDisposable
    {
        try
        {
            await writer.WriteAsync(item, stop).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            item.Dispose();
            return false;
        }
    }
}
