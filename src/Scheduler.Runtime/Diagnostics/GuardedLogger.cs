using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GeneratedScheduler.Diagnostics;

/// <summary>
/// Stands in front of whatever logger the application has, so that no call to it throws. Providers do throw: a full disk, an event log that
/// is full or closed, an exception whose <c>ToString</c> throws. What a logger cannot take is lost; the scheduler goes on.
/// </summary>
internal sealed class GuardedLogger : ILogger
{
    private readonly ILogger _inner;

    private GuardedLogger(ILogger inner) => _inner = inner;

    /// <summary>The logger of a category; one that does nothing if the factory cannot make it.</summary>
    public static ILogger Create(ILoggerFactory? factory, string category)
    {
        try
        {
            return factory?.CreateLogger(category) is { } inner ? new GuardedLogger(inner) : NullLogger.Instance;
        }
        catch (Exception)
        {
            return NullLogger.Instance;
        }
    }

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return _inner.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (TryLog(logLevel, eventId, state, exception, formatter) || exception is null || ExceptionText.CanBeShown(exception))
        {
            return;
        }

        // The message must not be lost because the exception that comes with it cannot be shown.
        TryLog(logLevel, eventId, state, new UnshowableException(exception), formatter);
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull
    {
        try
        {
            return _inner.BeginScope(state) is { } scope ? new GuardedScope(scope) : null;
        }
        catch (Exception)
        {
            return null;
        }
    }

    private bool TryLog<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            _inner.Log(logLevel, eventId, state, exception, formatter);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private sealed class GuardedScope(IDisposable scope) : IDisposable
    {
        public void Dispose()
        {
            try
            {
                scope.Dispose();
            }
            catch (Exception)
            {
                // A scope that cannot be left is the provider's loss.
            }
        }
    }

    /// <summary>Stands for an exception whose own members throw.</summary>
    private sealed class UnshowableException(Exception exception) : Exception(ExceptionText.MessageOf(exception));
}
