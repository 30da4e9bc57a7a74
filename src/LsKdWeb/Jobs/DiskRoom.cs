using LsKdWeb.Hosting;

namespace LsKdWeb.Jobs;

/// <summary>
/// Whether the disk has room for what a run writes; tells the site when it has not. A small file is kept as a reserve: given up on a
/// full disk, it leaves room to note what became of the runs.
/// </summary>
internal sealed class DiskRoom(HomeFolder home, SiteSettingsFile settings, SiteHealth health)
{
    private const int ReserveBytes = 4 << 20;

    /// <summary>Looks, and says so.</summary>
    public bool Look()
    {
        var (free, where) = ((string[])[home.Root, home.Runs]).Select(f => (Free: Free(f) >> 20, f)).MinBy(f => f.Free);
        var least = settings.Current.MinFreeMegabytes;
        var enough = free >= least;
        health.Report("disk", enough
            ? null
            : $"Only {free} MiB are free on the disk of {where}: no run is started until {least} MiB are. Delete runs that are not needed, or make room elsewhere.");
        if (enough && free > ReserveBytes >> 20 && !File.Exists(home.Reserve))
            Keep();
        return enough;
    }

    /// <summary>Gives the reserve up where the disk is full.</summary>
    public void GiveReserveUp()
    {
        if (Free(home.Root) < ReserveBytes)
            File.Delete(home.Reserve);
    }

    private static long Free(string folder) => new DriveInfo(folder).AvailableFreeSpace;

    private void Keep()
    {
        try
        {
            LsKd.Core.Runs.WholeFile.Write(home.Reserve, stream => stream.Write(new byte[ReserveBytes]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then there is none; the next look tries again.
        }
    }
}
