using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using LsKd.Learning.Data;
using LsKd.Learning.Data.Downloads;

namespace LsKd.Learning.Tests.Data.Downloads;

public class DatasetDownloadTests
{
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(400_000);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_broken_download_goes_on_where_it_stopped()
    {
        using var home = new TemporaryFolder();
        using var server = new FileServer(Content) { BreakAfter = new([150_000, 100_000]) };

        var folder = await Get(server, home);

        Assert.Equal(Content, File.ReadAllBytes(Path.Combine(folder, "images")));
        Assert.Equal([0, 150_000, 250_000], server.Starts);
        Assert.Empty(Directory.GetFiles(folder, "*.part"));
    }

    [Fact]
    public async Task A_later_command_goes_on_with_what_an_earlier_one_left()
    {
        using var home = new TemporaryFolder();
        using var server = new FileServer(Content);
        home.Write("mnist/images.part", Content[..123_456]);

        await Get(server, home);

        Assert.Equal([123_456], server.Starts);
    }

    [Fact]
    public async Task A_server_without_ranges_is_asked_from_the_start()
    {
        using var home = new TemporaryFolder();
        using var server = new FileServer(Content) { KnowsRanges = false };
        home.Write("mnist/images.part", new byte[1000]);

        var folder = await Get(server, home);

        Assert.Equal(Content, File.ReadAllBytes(Path.Combine(folder, "images")));
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_fetched_again()
    {
        using var home = new TemporaryFolder();
        using var server = new FileServer(Content);
        await Get(server, home);
        await Get(server, home);

        Assert.Single(server.Starts);
    }

    [Fact]
    public async Task Another_file_than_expected_is_refused_and_removed()
    {
        using var home = new TemporaryFolder();
        var other = Content.ToArray();
        other[17] ^= 1;
        using var server = new FileServer(other);

        var error = await Assert.ThrowsAsync<DatasetException>(() => Get(server, home));

        Assert.Contains("MD5", error.Message);
        Assert.Empty(Directory.GetFiles(home.Path("mnist")));
    }

    [Fact]
    public async Task A_server_that_keeps_breaking_is_given_up_with_advice_and_what_came_is_kept()
    {
        using var home = new TemporaryFolder();
        using var server = new FileServer(Content) { BreakAfter = new(Enumerable.Repeat(10_000, 5)) };

        var error = await Assert.ThrowsAsync<DatasetException>(() => Get(server, home));

        Assert.Contains(home.Path("mnist"), error.Message);
        Assert.Equal(50_000, new FileInfo(home.Path("mnist/images.part")).Length);
    }

    [Fact]
    public async Task Without_a_network_the_message_says_what_to_put_where()
    {
        using var home = new TemporaryFolder();
        Uri address;
        using (var server = new FileServer(Content)) address = server.Address;

        var error = await Assert.ThrowsAsync<DatasetException>(() => Get(address, home));

        Assert.Contains("MNIST could not be fetched", error.Message);
        Assert.Contains("Without a network, put train-images-idx3-ubyte", error.Message);
        Assert.Contains(home.Path("mnist"), error.Message);
    }

    [Fact]
    public async Task A_missing_page_is_not_asked_for_again()
    {
        using var home = new TemporaryFolder();
        using var server = new FileServer(Content) { Status = 404 };

        var error = await Assert.ThrowsAsync<DatasetException>(() => Get(server, home));

        Assert.Contains("404", error.Message);
        Assert.Single(server.Starts);
    }

    [Fact]
    public async Task Progress_ends_at_the_size_of_the_file()
    {
        using var home = new TemporaryFolder();
        using var server = new FileServer(Content);
        var progress = new Recorder();

        await Get(server.Address, home, progress);

        Assert.Equal(new("images", 400_000, 400_000), progress.Reports[^1]);
        Assert.Equal(progress.Reports.Select(r => r.Done).Order(), progress.Reports.Select(r => r.Done));
    }

    [Fact]
    public async Task An_archive_is_unpacked_and_removed_and_then_left_alone()
    {
        using var home = new TemporaryFolder();
        string[] names = [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin"), "test_batch.bin"];
        var archive = Archive([.. names.Select(n => "cifar-10-batches-bin/" + n)]);
        using var server = new FileServer(archive);
        var source = new DownloadSource("cifar10", server.Address, [new("cifar-10-binary.tar.gz", archive.Length, Hash(archive))]);

        await Download().GetAsync(source, home.Root, null, Stop);
        await Download().GetAsync(source, home.Root, null, Stop);

        Assert.Equal("cifar-10-batches-bin", Assert.Single(Directory.GetFileSystemEntries(home.Path("cifar10")).Select(Path.GetFileName)));
        Assert.True(File.Exists(home.Path("cifar10/cifar-10-batches-bin/test_batch.bin")));
        Assert.Single(server.Starts);
    }

    [Fact]
    public async Task An_archive_that_leaves_its_folder_is_refused()
    {
        using var home = new TemporaryFolder();
        var archive = Archive("../../outside.bin");
        using var server = new FileServer(archive);
        var source = new DownloadSource("cifar10", server.Address, [new("cifar-10-binary.tar.gz", archive.Length, Hash(archive))]);

        await Assert.ThrowsAsync<DatasetException>(() => Download().GetAsync(source, home.Root, null, Stop));

        Assert.False(File.Exists(home.Path("outside.bin")));
    }

    private static Task<string> Get(FileServer server, TemporaryFolder home) => Get(server.Address, home);

    private static Task<string> Get(Uri address, TemporaryFolder home, IProgress<DownloadProgress>? progress = null) =>
        Download().GetAsync(new("mnist", address, [new("images", Content.Length, Hash(Content))]), home.Root, progress, Stop);

    private static DatasetDownload Download() => new(new HttpClient(), new ImmediateTime());

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));

    private static byte[] Archive(params string[] names)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionMode.Compress))
        using (var tar = new TarWriter(gzip))
            foreach (var name in names) tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1, 2, 3]) });
        return target.ToArray();
    }

    /// <summary>A clock on which every pause is over at once.</summary>
    private sealed class ImmediateTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    private sealed class Recorder : IProgress<DownloadProgress>
    {
        public List<DownloadProgress> Reports { get; } = [];

        public void Report(DownloadProgress value) => Reports.Add(value);
    }
}
