using LsKdWeb.Jobs.Launching.Slurm;

namespace LsKdWeb.Api;

/// <summary><c>/api/slurm</c>: the connection to the cluster, and its queue.</summary>
internal static class SlurmEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/slurm/check", (SlurmCheck check, CancellationToken cancel) => check.LookAsync(cancel)).WithTags("Site");
        api.MapGet("/slurm/queue", QueueAsync).WithTags("Site");
    }

    private static async Task<IResult> QueueAsync(SlurmQueue queue, CancellationToken cancel)
    {
        try
        {
            return TypedResults.Ok(await queue.ReadAsync(cancel));
        }
        catch (Exception e) when (e is SlurmSilentException or InvalidOperationException)
        {
            return TypedResults.Problem(e.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
