using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace LsKd.Learning.Data.Downloads;

/// <summary>How far a download is.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Done">Bytes on disk.</param>
/// <param name="Total">Bytes in all.</param>
public sealed record DownloadProgress(string File, long Done, long Total);

/// <summary>
/// Fetches one file: into <c>NAME.part</c>, going on where an earlier attempt stopped, then checked by size and MD5, then
/// renamed.
/// </summary>
internal sealed class FileDownload(HttpClient http, TimeProvider time, IProgress<DownloadProgress>? progress)
{
    private const int Attempts = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>Fetches the file unless it is there already.</summary>
    /// <exception cref="DatasetException">The server cannot be reached, has another file, or the result is damaged.</exception>
    public async Task FetchAsync(Uri address, DownloadFile file, string folder, CancellationToken cancellation)
    {
        var target = Path.Combine(folder, file.Name);
        if (await IsGoodAsync(target, file, cancellation).ConfigureAwait(false)) return;
        var part = target + ".part";
        await ReceiveAsync(address, file, part, cancellation).ConfigureAwait(false);
        if (!await IsGoodAsync(part, file, cancellation).ConfigureAwait(false))
        {
            File.Delete(part);
            throw new DatasetException($"{address} is not the expected file (size or MD5 differ); what came was removed. Try again, or another mirror.");
        }

        File.Move(part, target, overwrite: true);
    }

    private async Task ReceiveAsync(Uri address, DownloadFile file, string part, CancellationToken cancellation)
    {
        var before = Length(part);
        for (var attempt = 1; Length(part) < file.Size; attempt++)
        {
            try
            {
                await ReceiveOnceAsync(address, file, part, cancellation).ConfigureAwait(false);
                if (Length(part) < file.Size && attempt == Attempts) throw new IOException("the connection was closed early");
            }
            catch (Exception e) when (attempt < Attempts && IsPassing(e, receivedSome: Length(part) > before))
            {
                await Task.Delay(FirstPause * Math.Pow(2, attempt - 1), time, cancellation).ConfigureAwait(false);
            }
        }
    }

    // A host that was never reached will hardly be in a few seconds; one that broke off may well be.
    private static bool IsPassing(Exception e, bool receivedSome) => e switch
    {
        HttpRequestException { StatusCode: null } => receivedSome,
        HttpRequestException { StatusCode: var status } => status >= HttpStatusCode.InternalServerError,
        _ => e is IOException,
    };

    private async Task ReceiveOnceAsync(Uri address, DownloadFile file, string part, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (Length(part) > 0) request.Headers.Range = new RangeHeaderValue(Length(part), null);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable) throw StaleAfterDeleting(part);
        response.EnsureSuccessStatusCode();
        // A server that does not know ranges sends the whole file: start anew.
        var continues = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == Length(part);
        await using var target = new FileStream(part, continues ? FileMode.Append : FileMode.Create);
        await CopyAsync(await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false), target, file, cancellation).ConfigureAwait(false);
    }

    private static IOException StaleAfterDeleting(string part)
    {
        File.Delete(part);
        return new("the server's file is shorter than what was there from earlier, which was removed");
    }

    private async Task CopyAsync(Stream source, FileStream target, DownloadFile file, CancellationToken cancellation)
    {
        var buffer = new byte[1 << 17];
        while (await source.ReadAsync(buffer, cancellation).ConfigureAwait(false) is > 0 and var count)
        {
            await target.WriteAsync(buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
            progress?.Report(new(file.Name, target.Length, file.Size));
            if (target.Length > file.Size) return;
        }
    }

    private static async Task<bool> IsGoodAsync(string path, DownloadFile file, CancellationToken cancellation)
    {
        if (Length(path) != file.Size) return false;
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await MD5.HashDataAsync(stream, cancellation).ConfigureAwait(false)) == file.Md5;
    }

    private static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;
}
