using GeneratedScheduler.Containers;

namespace GeneratedScheduler.Hosting;

/// <summary>The containers that were made for a host's schedulers. Disposed by the service provider.</summary>
internal sealed class HostedContainers : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<IAsyncDisposable> _containers = [];

    public ITaskContainer<TTask, TResult> Add<TTask, TResult>(ITaskContainer<TTask, TResult> container)
    {
        lock (_lock)
        {
            _containers.Add(container);
        }

        return container;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable container in _containers)
        {
            await container.DisposeAsync().ConfigureAwait(false);
        }
    }
}
