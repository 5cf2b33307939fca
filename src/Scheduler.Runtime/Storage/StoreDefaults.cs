namespace GeneratedScheduler.Storage;

/// <summary>Calls for several kinds as calls of their containers, one by one.</summary>
internal static class StoreDefaults
{
    public static NotSupportedException CannotCommit(string store, string advice = "") => new(
        $"{store} cannot change tasks of several kinds in one step. {advice}Look for {nameof(StoreTraits.Committing)} in the Traits of the store before; databases and "
        + $"{nameof(MemoryStore)} have it. Or make the changes one after the other, by calls of the containers that may each fail on their own.");

    public static ArgumentException NotOpenedBy(string store, ITaskContainer container) => new(
        $"A {container.GetType().Name} in the commit was not opened by this store ({store}). Name containers that it has opened, or wrappers of them that implement {nameof(ITaskContainer.Wrapped)}.");

    public static ValueTask RenewAsync(IReadOnlyList<KindRenewal> kinds, CancellationToken cancellationToken) => EachKind.RunAsync(
        kinds, async kind => kind.Report = await kind.Container.RenewAsync(kind.Request, cancellationToken).ConfigureAwait(false), cancellationToken);

    public static ValueTask RescueAsync(IReadOnlyList<KindRescue> kinds, CancellationToken cancellationToken) => EachKind.RunAsync(
        kinds, async kind => kind.Report = await kind.Container.RescueAsync(kind.Request, cancellationToken).ConfigureAwait(false), cancellationToken);

    public static async ValueTask WaitForTasksAsync(IReadOnlyList<KindWait> kinds, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using CancellationTokenSource first = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] waits = [.. kinds.Select(kind => WaitAsync(kind, timeout, first.Token))];
        await Task.WhenAny(waits).ConfigureAwait(false);
        await first.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(waits).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static async Task WaitAsync(KindWait kind, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            (kind.Failure, kind.MayClaim) = (null, false);
            await kind.Container.WaitForTasksAsync(kind.Request, timeout, cancellationToken).ConfigureAwait(false);

            // A container does not say whether the time was over; the claim finds out.
            kind.MayClaim = true;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Another kind was faster.
        }
        catch (Exception exception)
        {
            kind.Failure = exception;
        }
    }
}
