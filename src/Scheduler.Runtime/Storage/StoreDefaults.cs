namespace GeneratedScheduler.Storage;

/// <summary>Calls for several kinds as calls of their containers, one by one.</summary>
internal static class StoreDefaults
{
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
