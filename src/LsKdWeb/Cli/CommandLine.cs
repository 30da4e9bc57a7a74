using System.CommandLine;
using LsKd.Store;
using LsKdWeb.Hosting;

namespace LsKdWeb.Cli;

/// <summary>Runs a command line and turns what goes wrong into a sentence and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Runs the verb that <paramref name="args"/> name.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter? output = null, TextWriter? error = null)
    {
        var settings = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            // A server that stops may have to wait for a worker's checkpoint.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(40),
            Output = output ?? Console.Out,
            Error = error ?? Console.Error,
        };
        var parsed = RootCommandFactory.Create().Parse(args);
        try
        {
            var code = await parsed.InvokeAsync(settings);
            return parsed.Errors.Count > 0 ? ExitCodes.BadUsage : code;
        }
        catch (OperationCanceledException)
        {
            settings.Error.WriteLine("Stopped.");
            return ExitCodes.Failure;
        }
        catch (Exception e) when (IsPlain(e))
        {
            settings.Error.WriteLine(e.Message);
            return ExitCodes.Failure;
        }
    }

    // What a user can act on is told in a sentence; anything else is a defect and shows its stack.
    private static bool IsPlain(Exception e) => e
        is EngineBusyException or StoreUnavailableException or IOException or InvalidDataException or UnauthorizedAccessException
        or KeyNotFoundException or InvalidOperationException or ArgumentException or HttpRequestException;
}
