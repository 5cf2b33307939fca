using GeneratedScheduler.Loops;
using GeneratedScheduler.Scheduling;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Hosting;

/// <summary>The stores of a host's schedulers, and what was opened in them. Disposed by the service provider, after the schedulers.</summary>
internal sealed class HostedStores(IServiceProvider services) : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan DisposeTimeout = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<StoreChoice, ITaskStore> _stores = [];
    private readonly List<IAsyncDisposable> _opened = [];
    private bool _isDisposed;

    /// <summary>What the schedulers of the host have in common.</summary>
    public ProcessEngine Engine { get; } = new();

    /// <summary>The store that was chosen, made when it is first needed.</summary>
    public ITaskStore Of(StoreChoice choice)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_stores.TryGetValue(choice, out ITaskStore? store))
            {
                store = choice.Make(services);
                _stores.Add(choice, store);
            }

            return store;
        }
    }

    /// <summary>Takes something that was opened in a store, to be disposed before it.</summary>
    public T Own<T>(T opened)
    {
        if (opened is IAsyncDisposable disposable)
        {
            lock (_lock)
            {
                _opened.Add(disposable);
            }
        }

        return opened;
    }

    public async ValueTask DisposeAsync()
    {
        IAsyncDisposable[] all;
        lock (_lock)
        {
            _isDisposed = true;
            all = [.. _opened, .. _stores.Values.Distinct()];
            _opened.Clear();
            _stores.Clear();
        }

        Engine.Dispose();
        List<Exception> thrown = [];
        foreach (IAsyncDisposable made in all)
        {
            try
            {
                await made.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // The others are disposed all the same.
                thrown.Add(exception);
            }
        }

        if (thrown.Count > 0)
        {
            throw new AggregateException(thrown);
        }
    }

    public void Dispose() => BlockingDispose.Wait(() => DisposeAsync().AsTask(), DisposeTimeout);
}
