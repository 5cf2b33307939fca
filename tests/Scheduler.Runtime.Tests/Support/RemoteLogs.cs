using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Runtime.Tests.Support;

internal sealed record RemoteLogEntry(string Category, LogLevel Level, int Id, string Message, Exception? Exception);

/// <summary>Keeps every message that is logged.</summary>
internal sealed class RemoteLogs : ILoggerFactory, ILoggerProvider
{
    public RemoteTrail<RemoteLogEntry> Entries { get; } = new();

    public RemoteTrail<string> Scopes { get; } = new();

    public int CountOf(int id) => Entries.Items.Count(entry => entry.Id == id);

    public ILogger CreateLogger(string categoryName) => new Recorder(this, categoryName);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    private sealed class Recorder(RemoteLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            logs.Scopes.Add(state.ToString()!);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logs.Entries.Add(new RemoteLogEntry(category, logLevel, eventId.Id, formatter(state, exception), exception));
    }
}
