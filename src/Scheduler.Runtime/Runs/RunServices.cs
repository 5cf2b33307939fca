using GeneratedScheduler.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Runs;

/// <summary>The services of one run: a scope of the application's services, and objects made for the run.</summary>
internal sealed class RunServices : IAsyncDisposable
{
    private readonly AsyncServiceScope? _scope;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private Dictionary<Type, object>? _made;

    public RunServices(IServiceProvider? services, ILogger logger)
    {
        _logger = logger;
        _scope = services?.CreateAsyncScope();
        Provider = _scope?.ServiceProvider ?? EmptyServices.Instance;
    }

    public IServiceProvider Provider { get; }

    /// <summary>The run's own service of the type, or one that is made once and disposed with the run.</summary>
    public T GetInstance<T>(Func<IServiceProvider, T> create) where T : class
    {
        if (Provider.GetService<T>() is { } registered)
        {
            return registered;
        }

        lock (_lock)
        {
            _made ??= [];
            if (!_made.TryGetValue(typeof(T), out object? instance))
            {
                instance = create(Provider);
                _made.Add(typeof(T), instance);
            }

            return (T)instance;
        }
    }

    /// <summary>Disposes everything; what throws is reported and does not keep the rest from being disposed.</summary>
    public async ValueTask DisposeAsync()
    {
        object[] made;
        lock (_lock)
        {
            made = [.. _made?.Values ?? Enumerable.Empty<object>()];
        }

        foreach (object instance in made)
        {
            await DisposeAsync(instance).ConfigureAwait(false);
        }

        if (_scope is { } scope)
        {
            await DisposeAsync(scope).ConfigureAwait(false);
        }
    }

    private async ValueTask DisposeAsync(object instance)
    {
        try
        {
            if (instance is IAsyncDisposable asyncDisposable)
            {
                await asyncDisposable.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                (instance as IDisposable)?.Dispose();
            }
        }
        catch (Exception exception)
        {
            _logger.ServicesDisposeFailed(exception);
        }
    }

    private sealed class EmptyServices : IServiceProvider
    {
        public static EmptyServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
