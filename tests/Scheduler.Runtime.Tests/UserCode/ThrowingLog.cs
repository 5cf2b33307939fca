using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Runtime.Tests.UserCode;

/// <summary>A logger every member of which throws.</summary>
internal sealed class ThrowingLog : ILoggerFactory, ILogger, IDisposable
{
    private int _calls;

    /// <summary>How often anything was asked of it.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Whether <see cref="CreateLogger"/> throws too.</summary>
    public bool CannotBeMade { get; init; }

    /// <summary>Whether scopes are made, whose disposal throws then.</summary>
    public bool MakesScopes { get; init; }

    /// <summary>Whether it says that it takes every level.</summary>
    public bool IsOn { get; init; }

    public ILogger CreateLogger(string categoryName) => CannotBeMade ? throw Failure("CreateLogger") : this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull =>
        MakesScopes ? new Scope(this) : throw Failure("BeginScope");

    public bool IsEnabled(LogLevel logLevel) => IsOn ? true : throw Failure("IsEnabled");

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        throw Failure("Log");

    public void Dispose()
    {
    }

    private IOException Failure(string call)
    {
        Interlocked.Increment(ref _calls);
        return new IOException($"{call}: the disk is full");
    }

    private sealed class Scope(ThrowingLog log) : IDisposable
    {
        public void Dispose() => throw log.Failure("the end of a scope");
    }
}
