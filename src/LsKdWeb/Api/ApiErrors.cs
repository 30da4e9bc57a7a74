using System.Data.Common;
using System.Text.Json;
using LsKd.Store;
using LsKdWeb.Hosting;
using LsKdWeb.Specs;
using Microsoft.AspNetCore.Diagnostics;

namespace LsKdWeb.Api;

/// <summary>Turns what goes wrong into problem documents. What a caller can mend is told to the caller, and is no fault of the server's in its log.</summary>
internal static class ApiErrors
{
    /// <summary>How the interface handles exceptions.</summary>
    public static ExceptionHandlerOptions Options { get; } = new()
    {
        ExceptionHandler = AnswerAsync,
        SuppressDiagnosticsCallback = context => Status(context.Exception) != StatusCodes.Status500InternalServerError,
    };

    private static async Task AnswerAsync(HttpContext context)
    {
        var error = context.Features.Get<IExceptionHandlerFeature>()!.Error;
        var status = Status(error);
        if (status != StatusCodes.Status500InternalServerError)
            Note(context, status, error);
        await Answer(error, status).ExecuteAsync(context);
    }

    private static int Status(Exception error) => error switch
    {
        SpecRefusedException or BadHttpRequestException or JsonException or ArgumentException => StatusCodes.Status400BadRequest,
        KeyNotFoundException => StatusCodes.Status404NotFound,
        InvalidOperationException => StatusCodes.Status409Conflict,
        StoreUnavailableException or DbException or IOException => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static void Note(HttpContext context, int status, Exception error) =>
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("LsKdWeb.Api").LogInformation(
            "{Method} {Path} was answered {Status}: {Message}", context.Request.Method, context.Request.Path, status, Words(error).ReplaceLineEndings(" "));

    private static IResult Answer(Exception error, int status) => error switch
    {
        SpecRefusedException refused => TypedResults.ValidationProblem(
            refused.Problems.GroupBy(p => p.Field).ToDictionary(g => g.Key, g => g.Select(p => p.Message).ToArray()),
            title: "The spec was refused."),
        _ => TypedResults.Problem(status == StatusCodes.Status500InternalServerError ? "The server met a defect; its log has the details." : Words(error), statusCode: status),
    };

    private static string Words(Exception error) => error switch
    {
        JsonException json => RequestText.Of(json),
        BadHttpRequestException { InnerException: JsonException json } => RequestText.Of(json),
        BadHttpRequestException => RequestText.Of(error.Message),
        _ => PlainWords.Of(error),
    };
}
