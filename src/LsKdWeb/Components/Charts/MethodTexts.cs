using LsKd.Core.Analysis;

namespace LsKdWeb.Components.Charts;

/// <summary>Projection methods in words.</summary>
internal static class MethodTexts
{
    /// <summary>Short name.</summary>
    public static string Name(ProjectionMethod method) => method switch
    {
        ProjectionMethod.PlaneWithBias => "plane of three templates, with bias",
        ProjectionMethod.SpanPca => "span of three templates, then PCA",
        ProjectionMethod.AllClassPca => "PCA over all classes",
        _ => "plane of three templates",
    };

    /// <summary>What exactly is done, and whose method it is.</summary>
    public static string Explain(ProjectionMethod method) => method switch
    {
        ProjectionMethod.PlaneWithBias =>
            "Features with 1 appended, on an orthonormal basis of the plane through the three templates with their bias appended (Müller et al. 2019); not centred, so the scale is that of the features.",
        ProjectionMethod.SpanPca =>
            "Features with 1 appended, on the span of the three templates with bias, then two principal axes fitted on training samples and reused for the other splits (Chandrasegaran et al. 2022).",
        ProjectionMethod.AllClassPca =>
            "The two directions of largest variance of the training features, reused for the other splits. Distances in this view depend on the fit of each network; templates have no place in it.",
        _ =>
            "Features on an orthonormal basis of the plane through the three classes' last-layer weights (Müller et al. 2019); not centred, so the scale is that of the features. Each network has its own plane.",
    };
}
