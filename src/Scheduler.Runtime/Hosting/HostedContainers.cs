namespace GeneratedScheduler.Hosting;

/// <summary>The containers and persisters that were made for a host's schedulers. Disposed by the service provider.</summary>
internal sealed class HostedContainers : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan DisposeTimeout = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<IAsyncDisposable> _owned = [];

    public T Add<T>(T made)
    {
        if (made is IAsyncDisposable disposable)
        {
            lock (_lock)
            {
                _owned.Add(disposable);
            }
        }

        return made;
    }

    public async ValueTask DisposeAsync()
    {
        List<Exception> thrown = [];
        foreach (IAsyncDisposable made in _owned)
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
