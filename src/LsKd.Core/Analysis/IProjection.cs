namespace LsKd.Core.Analysis;

/// <summary>A linear map of feature vectors to two coordinates.</summary>
public interface IProjection
{
    /// <summary>Projects a feature vector [D].</summary>
    (double X, double Y) Project(ReadOnlySpan<float> features);

    /// <summary>Projects a feature vector [D], or a template with its bias appended [D + 1] where the map has a part for it.</summary>
    (double X, double Y) Project(ReadOnlySpan<double> features);
}

/// <summary>How features are brought to two dimensions.</summary>
public enum ProjectionMethod
{
    /// <summary>The plane through three templates (Mueller et al. 2019, Sec. 2).</summary>
    Plane,

    /// <summary>The same with 1 appended to the features and the bias to the templates.</summary>
    PlaneWithBias,

    /// <summary>The span of three templates with bias, then two principal axes fitted on training samples (Chandrasegaran et al. 2022).</summary>
    SpanPca,

    /// <summary>Two principal axes of the training features of all classes.</summary>
    AllClassPca,
}
