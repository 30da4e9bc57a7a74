namespace LsKdWeb.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Failure = 1;

    /// <summary>The command line could not be understood, or a spec was refused.</summary>
    public const int BadUsage = 2;
}
