namespace GeneratedScheduler.Hosting;

/// <summary>The containers and persisters that were made for a host's schedulers. Disposed by the service provider.</summary>
internal sealed class HostedContainers : IAsyncDisposable
{
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
        foreach (IAsyncDisposable made in _owned)
        {
            await made.DisposeAsync().ConfigureAwait(false);
        }
    }
}
