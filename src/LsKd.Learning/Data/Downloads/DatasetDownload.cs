using System.Formats.Tar;
using System.IO.Compression;
using LsKd.Core.Catalogs;

namespace LsKd.Learning.Data.Downloads;

/// <summary>Fetches a data set into its folder. Needs no torch.</summary>
/// <param name="http">Sends the requests.</param>
/// <param name="time">Paces the attempts.</param>
public sealed class DatasetDownload(HttpClient http, TimeProvider time)
{
    /// <summary>
    /// Fetches what is missing, checks it and unpacks it; a set that is here already (from a system package too) is left as it
    /// is. An interrupted download goes on where it stopped.
    /// </summary>
    /// <param name="source">What to fetch.</param>
    /// <param name="homeDataFolder">The home's data folder; the set goes into a folder of its name there.</param>
    /// <param name="progress">Told of progress; may be null.</param>
    /// <param name="cancellation">Stops; what came is kept for the next time.</param>
    /// <returns>The set's folder.</returns>
    /// <exception cref="DatasetException">The network or the files do not play along; the message says what else to do.</exception>
    public async Task<string> GetAsync(DownloadSource source, string homeDataFolder, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var set = DatasetCatalog.Find(source.Dataset) ?? throw new DatasetException($"There is no data set '{source.Dataset}'.");
        if (DataFolders.IsPresent(set, homeDataFolder)) return DataFolders.Find(set, new(), homeDataFolder);
        var folder = Path.Combine(homeDataFolder, set.Name);
        Directory.CreateDirectory(folder);
        try
        {
            await FetchAsync(source, set, folder, new(http, time, progress), cancellation).ConfigureAwait(false);
            return folder;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new DatasetException($"{set.Title} could not be fetched from {source.Address}: {e.Message.TrimEnd('.')}. {DataFolders.ByHand(set, homeDataFolder)}", e);
        }
    }

    private static async Task FetchAsync(DownloadSource source, DatasetDescriptor set, string folder, FileDownload download, CancellationToken cancellation)
    {
        foreach (var file in source.Files)
        {
            await download.FetchAsync(new(source.Address, file.Name), file, folder, cancellation).ConfigureAwait(false);
            if (file.Name.EndsWith(".tar.gz", StringComparison.Ordinal))
                await UnpackAsync(Path.Combine(folder, file.Name), folder, set.ArchiveFolder, cancellation).ConfigureAwait(false);
        }
    }

    // Beside its place first: a folder that is there is complete.
    private static async Task UnpackAsync(string archive, string folder, string inner, CancellationToken cancellation)
    {
        var beside = Path.Combine(folder, ".unpacking");
        if (Directory.Exists(beside)) Directory.Delete(beside, recursive: true);
        Directory.CreateDirectory(beside);
        await using (var stream = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress))
            await TarFile.ExtractToDirectoryAsync(stream, beside, overwriteFiles: true, cancellation).ConfigureAwait(false);
        Directory.Move(Path.Combine(beside, inner), Path.Combine(folder, inner));
        Directory.Delete(beside, recursive: true);
        File.Delete(archive);
    }
}
