using LsKd.Core.Specs;
using LsKd.Learning.Data;
using LsKdWeb.Hosting;

namespace LsKdWeb.Analyses;

/// <summary>Images of a run's samples, as they are stored in its data set.</summary>
public sealed class SamplePictures(AnalysisFiles files, HomeFolder home)
{
    private readonly SampleImages images = new(home.Data);

    /// <summary>Whether a run's samples have images: it was trained on images of a data set, not imported as numbers.</summary>
    public bool Has(string run) => files.Spec(run) is { Task: RunTask.ImageClassification };

    /// <summary>The image as PNG, or null where the data set is not at hand or holds no such sample.</summary>
    public byte[]? Png(string run, long sampleId)
    {
        try
        {
            return files.Spec(run) is { Task: RunTask.ImageClassification } spec ? images.Png(spec.Data, sampleId) : null;
        }
        catch (DatasetException)
        {
            return null;
        }
    }
}
