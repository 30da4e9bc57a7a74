using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LsKd.Learning.Tests.Data.Downloads;

/// <summary>
/// An HTTP server of one file on a local port, which breaks connections when told to. It speaks over bare sockets, because
/// a well-behaved server cannot promise a length and then send less.
/// </summary>
internal sealed class FileServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _content;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public FileServer(byte[] content)
    {
        _content = content;
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/sets/");

    /// <summary>Bytes to send before each connection breaks, in order; then none breaks.</summary>
    public Queue<int> BreakAfter { get; init; } = [];

    public bool KnowsRanges { get; init; } = true;

    public int Status { get; init; } = 200;

    /// <summary>The first byte that each request asked for.</summary>
    public List<int> Starts { get; } = [];

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _serving.GetAwaiter().GetResult();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client.GetStream());
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
            {
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var start = 0;
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
            if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase)) start = int.Parse(line[13..].TrimEnd('-'));
        Starts.Add(start);
        if (!KnowsRanges) start = 0;
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Header(start)));
        if (Status != 200) return;
        var count = Math.Min(BreakAfter.TryDequeue(out var limit) ? limit : int.MaxValue, _content.Length - start);
        await stream.WriteAsync(_content.AsMemory(start, count));
    }

    private string Header(int start) =>
        $"HTTP/1.1 {(Status != 200 ? Status : start > 0 ? 206 : 200)} X\r\nConnection: close\r\nContent-Length: {(Status == 200 ? _content.Length - start : 0)}\r\n"
        + (start > 0 ? $"Content-Range: bytes {start}-{_content.Length - 1}/{_content.Length}\r\n" : "") + "\r\n";
}
