using System.Runtime.ExceptionServices;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

public sealed partial class SqlTaskContainer<TTask, TResult>
{
    /// <inheritdoc/>
    /// <remarks>
    /// A lease that ran out holds again, unless the task was rescued in between. Blocks the calling thread while the database works, and has ended
    /// when it returns: it needs no thread of the pool, and has a connection of its own.
    /// </remarks>
    public ValueTask<LeaseReport> RenewAsync(RenewRequest request, CancellationToken cancellationToken)
    {
        ContainerArguments.Check(request);
        _ = Ready;
        KindRenewal renewal = new(this, request);
        _store.Leases.Renew([renewal], cancellationToken);
        return ValueTask.FromResult(renewal.Failure is null ? renewal.Report : throw Rethrow(renewal.Failure));
    }

    /// <inheritdoc/>
    public async ValueTask RelayAsync(ReadOnlyMemory<RelayedCallback> callbacks, Memory<bool> accepted, CancellationToken cancellationToken)
    {
        ContainerArguments.CheckPlaces(accepted.Length, callbacks.Length, nameof(accepted));
        accepted.Span.Clear();
        for (int i = 0; i < callbacks.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RowList<Guid> relayed = new(static row => row.GetGuid(0));
            await WriteAsync(
                cancellationToken, new SqlCall(Ready.Statements.Lease.Relay, null, new CallbackRows(callbacks.Slice(i, 1)), relayed)).ConfigureAwait(false);
            accepted.Span[i] = relayed.Items.Count > 0;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Blocks the calling thread while the database works, like <see cref="RenewAsync"/>.</remarks>
    public async ValueTask<RescueReport> RescueAsync(RescueRequest request, CancellationToken cancellationToken)
    {
        ContainerArguments.Check(request);
        _ = Ready;
        KindRescue rescue = new(this, request);
        await _store.Leases.RescueAsync([rescue], cancellationToken).ConfigureAwait(false);
        return rescue.Failure is null ? rescue.Report : throw Rethrow(rescue.Failure);
    }

    private static Exception Rethrow(Exception failure)
    {
        ExceptionDispatchInfo.Throw(failure);
        return failure;
    }
}
