namespace LsKdWeb.Api;

/// <summary>Large arrays for charts, as binary columns over HTTP and never through a page's connection.</summary>
internal static class ArrayEndpoints
{
    /// <summary>Maps all of them.</summary>
    public static WebApplication MapLsKdArrays(this WebApplication app)
    {
        CurveEndpoints.Map(app);
        ProjectionEndpoints.Map(app);
        SampleEndpoints.Map(app);
        ImportEndpoints.Map(app);
        return app;
    }
}
