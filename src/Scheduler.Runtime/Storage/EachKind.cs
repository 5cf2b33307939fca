namespace GeneratedScheduler.Storage;

/// <summary>Makes a call about several kinds as one call for each.</summary>
internal static class EachKind
{
    /// <summary>
    /// Makes the calls one after the other. A failure is that kind's own, except that a store that is away is so for all that follow: a hundred kinds are not
    /// to wait for their timeouts in turn. Cancellation ends it.
    /// </summary>
    public static async ValueTask RunAsync<TCall>(IReadOnlyList<TCall> kinds, Func<TCall, ValueTask> call, CancellationToken cancellationToken)
        where TCall : KindCall
    {
        StoreUnavailableException? outage = null;
        foreach (TCall kind in kinds)
        {
            kind.Failure = outage;
            if (outage is not null)
            {
                continue;
            }

            try
            {
                await call(kind).ConfigureAwait(false);
            }
            catch (StoreUnavailableException exception)
            {
                kind.Failure = outage = exception;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                kind.Failure = exception;
            }
        }
    }
}
