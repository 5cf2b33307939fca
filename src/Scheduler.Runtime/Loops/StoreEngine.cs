using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Loops;

/// <summary>What one process does for all kinds of tasks of one store: waits for tasks, renews leases and rescues lost tasks. Safe for concurrent use.</summary>
/// <remarks>It begins to do so with the first kind that runs tasks, and has neither thread nor timer nor connection before.</remarks>
internal sealed class StoreEngine
{
    private readonly LeaseThread _leases;
    private readonly WakeupLoop _wakeups;

    /// <param name="store">The store.</param>
    /// <param name="time">The clock of the schedulers.</param>
    /// <param name="presence">Announces in the store that this process runs tasks.</param>
    /// <param name="background">Starts what nobody waits for.</param>
    public StoreEngine(ITaskStore store, TimeProvider time, ProcessPresence presence, Background background)
    {
        Store = store;
        Presence = presence;
        _leases = new LeaseThread(store, time);
        _wakeups = new WakeupLoop(store, background);
    }

    /// <summary>The store.</summary>
    public ITaskStore Store { get; }

    /// <summary>Announces in the store that this process runs tasks.</summary>
    public ProcessPresence Presence { get; }

    /// <summary>From now on looks after the leases of a kind, and announces that it is run here.</summary>
    public void Add(ILeaseHolder leases, IRunningKind kind)
    {
        _leases.Add(leases);
        Presence.Add(kind);
    }

    /// <summary>Looks after the leases of a kind no longer; completes when nothing is under way for it.</summary>
    public Task RemoveAsync(ILeaseHolder leases, IRunningKind kind) => Task.WhenAll(_leases.RemoveAsync(leases), Presence.RemoveAsync(kind));

    /// <inheritdoc cref="WakeupLoop.WaitAsync"/>
    public ValueTask WaitForTasksAsync(ITaskContainer container, ClaimRequest request, TimeSpan interval, CancellationToken cancellationToken) =>
        Store.Traits.HasFlag(StoreTraits.Shared)
            ? _wakeups.WaitAsync(container, request, interval, cancellationToken)

            // In memory nothing is asked, so there is nothing to share.
            : container.WaitForTasksAsync(request, interval, cancellationToken);

    /// <summary>Ends the thread.</summary>
    public void Stop() => _leases.Stop();
}
