using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance;

/// <summary>One container with a store of its own, and the means to test it. Disposed after the case.</summary>
public abstract class ContainerUnderTest : IAsyncDisposable
{
    /// <summary>The container.</summary>
    public abstract ITaskContainer<ProbeTask, ProbeResult> Container { get; }

    /// <summary>The store that has opened the container. Needed with <see cref="ContainerTraits.Committing"/>.</summary>
    public virtual ITaskStore Store => throw new NotSupportedException($"{GetType().Name} does not know the container's store.");

    /// <summary>
    /// Opens the container of another kind of task in <see cref="Store"/>. Needed with <see cref="ContainerTraits.Committing"/>. The suite initializes and
    /// disposes it.
    /// </summary>
    /// <param name="number">Which kind, from 1; each is opened once.</param>
    public virtual ITaskContainer<ProbeTask, ProbeResult> OpenKind(int number) =>
        throw new NotSupportedException($"{GetType().Name} cannot open another kind of task.");

    /// <summary>The container's clock. Needed with <see cref="ContainerTraits.Clock"/>.</summary>
    public virtual DateTimeOffset UtcNow => throw new NotSupportedException($"{GetType().Name} does not know the container's clock.");

    /// <summary>Moves the container's clock. Needed with <see cref="ContainerTraits.Clock"/>.</summary>
    public virtual ValueTask AdvanceAsync(TimeSpan by, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{GetType().Name} cannot move the container's clock.");

    /// <summary>
    /// Sets the container's wall clock forward or back, without any time passing. Needed with <see cref="ContainerTraits.SteadyClock"/>.
    /// </summary>
    public virtual ValueTask SetClockAsync(TimeSpan by, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{GetType().Name} cannot set the container's clock.");

    /// <summary>
    /// Opens another container object over the same store, the way another process would. Needed with
    /// <see cref="ContainerTraits.Shared"/>. The suite disposes it.
    /// </summary>
    /// <param name="clockAhead">How far the clock of that process is ahead of ours; must make no difference.</param>
    /// <param name="cancellationToken">The case has run out of time.</param>
    public virtual ValueTask<ITaskContainer<ProbeTask, ProbeResult>> OpenAnotherAsync(
        TimeSpan clockAhead,
        CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{GetType().Name} cannot open its store a second time.");

    /// <summary>Removes the store. The container itself has been disposed.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
