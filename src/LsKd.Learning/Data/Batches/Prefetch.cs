using System.Threading.Channels;

namespace LsKd.Learning.Data.Batches;

/// <summary>Runs a sequence ahead of its reader, in order and within bounds.</summary>
internal static class Prefetch
{
    /// <summary>
    /// The items of <paramref name="source"/>, made on another thread, at most <paramref name="ahead"/> before they are read.
    /// Stops making them when the reader leaves; a failure of the source comes to the reader after the items before it.
    /// </summary>
    public static IEnumerable<T> Ahead<T>(IEnumerable<T> source, int ahead)
    {
        using var stop = new CancellationTokenSource();
        var channel = Channel.CreateBounded<T>(new BoundedChannelOptions(ahead) { SingleReader = true, SingleWriter = true });
        var making = Task.Run(() => Make(source, channel.Writer, stop.Token));
        try
        {
            while (channel.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
                while (channel.Reader.TryRead(out var item)) yield return item;
        }
        finally
        {
            stop.Cancel();
            making.GetAwaiter().GetResult();
        }
    }

    private static async Task Make<T>(IEnumerable<T> source, ChannelWriter<T> writer, CancellationToken stop)
    {
        try
        {
            foreach (var item in source) await writer.WriteAsync(item, stop).ConfigureAwait(false);
            writer.Complete();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            writer.Complete();
        }
        catch (Exception e)
        {
            writer.Complete(e);
        }
    }
}
