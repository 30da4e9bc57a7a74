namespace LsKdWeb.Jobs;

/// <summary>Writes log entries as plain lines, so that a command's standard output stays clean.</summary>
internal sealed class LineLoggerProvider(TextWriter writer) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new LineLogger(writer);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class LineLogger(TextWriter writer) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (writer)
                writer.WriteLine(formatter(state, exception));
        }
    }
}
