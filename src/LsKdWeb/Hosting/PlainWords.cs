namespace LsKdWeb.Hosting;

/// <summary>What an exception says, for people.</summary>
internal static class PlainWords
{
    /// <summary>The message without the name that a parameter has in the code.</summary>
    public static string Of(Exception error) => error is ArgumentException { ParamName: { } name }
        ? error.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
        : error.Message;
}
