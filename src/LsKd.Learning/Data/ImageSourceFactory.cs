using LsKd.Core.Specs;
using LsKd.Learning.Data.Stored;

namespace LsKd.Learning.Data;

/// <summary>Opens data sets by their spec.</summary>
public static class ImageSourceFactory
{
    /// <summary>Opens, splits and derives a data set.</summary>
    /// <param name="spec">What to open.</param>
    /// <param name="homeDataFolder">Where sets lie that are not embedded and whose spec has no path; may be null.</param>
    /// <param name="badFile">Told of each unreadable file once, on whatever thread found it; may be null.</param>
    /// <exception cref="DatasetException">Unknown set, missing or damaged files, or a spec that the set cannot satisfy.</exception>
    public static IImageSource Open(DataSpec spec, string? homeDataFolder, Action<BadFile>? badFile = null) =>
        new ImageSource(StoredSets.Open(spec, homeDataFolder), spec, badFile);
}
