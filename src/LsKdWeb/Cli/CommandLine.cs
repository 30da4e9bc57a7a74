using System.CommandLine;
using System.Text.Json;
using LsKd.Core.Specs;
using LsKd.Store;
using LsKdWeb.Hosting;
using LsKdWeb.Specs;

namespace LsKdWeb.Cli;

/// <summary>Runs a command line and turns what goes wrong into a sentence and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Runs the verb that <paramref name="args"/> name.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter? output = null, TextWriter? error = null)
    {
        var parsed = RootCommandFactory.Create().Parse(args);
        var settings = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            // A worker listens to signals itself; a server that stops may have to wait for a worker's checkpoint.
            ProcessTerminationTimeout = parsed.CommandResult.Command.Name == "worker" ? null : TimeSpan.FromSeconds(40),
            Output = output ?? Console.Out,
            Error = error ?? Console.Error,
        };
        // A caller that reads standard output finds nothing there that it did not ask for.
        if (parsed.Errors.Count > 0)
            settings.Output = settings.Error;
        try
        {
            if (TorchProcess.IsWanted(parsed))
                return await TorchProcess.RunAsync(args, output, error);
            var code = await parsed.InvokeAsync(settings);
            return parsed.Errors.Count > 0 ? ExitCodes.BadUsage : code;
        }
        catch (OperationCanceledException)
        {
            settings.Error.WriteLine("Stopped.");
            return ExitCodes.Failure;
        }
        catch (Exception e) when (e is SpecRefusedException or SpecFormatException or ArgumentException)
        {
            settings.Error.WriteLine(PlainWords.Of(e));
            if (WantsJson(parsed) && Problems(e) is { } problems)
                settings.Output.WriteLine(JsonSerializer.Serialize(problems, SpecJson.Options));
            return ExitCodes.BadUsage;
        }
        catch (Exception e) when (IsPlain(e))
        {
            settings.Error.WriteLine(e.Message);
            return ExitCodes.Failure;
        }
    }

    private static bool WantsJson(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.OfType<Option<bool>>().FirstOrDefault(o => o.Name == "--json") is { } json && parsed.GetValue(json);

    private static IReadOnlyList<SpecProblem>? Problems(Exception e) => e switch
    {
        SpecRefusedException refused => refused.Problems,
        SpecFormatException unread => [new SpecProblem(unread.Field, unread.Message)],
        _ => null,
    };

    // What a user can act on is told in a sentence; anything else is a defect and shows its stack.
    private static bool IsPlain(Exception e) => e
        is EngineBusyException or StoreUnavailableException or IOException or InvalidDataException or UnauthorizedAccessException
        or KeyNotFoundException or FormatException or JsonException or InvalidOperationException or HttpRequestException;
}
