using GeneratedScheduler.Containers;

namespace GeneratedScheduler.Sql;

public sealed partial class SqlTaskContainer<TTask, TResult>
{
    // How many tasks whose time has come are made ready before one claim.
    private const int MostPromoted = 1_000;

    /// <inheritdoc/>
    public ValueTask<int> ClaimAsync(ClaimRequest request, Memory<ClaimedTask<TTask>> claimed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfNegative(request.ClusterConcurrency, nameof(request));
        ClaimStatements statements = Ready.Statements.Claim;
        return request.ClusterConcurrency == 0
            ? PickAsync(statements.Claim, Holder(request), request, claimed, cancellationToken)
            : PickAsync(statements.ClaimLimited, Holder(request, request.ClusterConcurrency), request, claimed, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<int> ReserveAsync(ClaimRequest request, Memory<ClaimedTask<TTask>> reserved, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return PickAsync(Ready.Statements.Claim.Reserve, Holder(request), request, reserved, cancellationToken);
    }

    private async ValueTask<int> PickAsync(
        PickStatement pick, ParameterRow parameters, ClaimRequest request, Memory<ClaimedTask<TTask>> picked, CancellationToken cancellationToken)
    {
        CheckLease(request.LeaseDuration, nameof(request));
        cancellationToken.ThrowIfCancellationRequested();
        if (picked.IsEmpty)
        {
            return 0;
        }

        // Taken before the look: what comes meanwhile must not be slept over.
        _wakeups.Looked(request.Claimant);
        Opened opened = Ready;
        RowList<Picked> answers = new(row => new Picked(row.GetInt32(2), row.GetInt64(1), opened.Records.ReadClaimed(row)));
        await WriteAsync(
            cancellationToken,
            new SqlCall(opened.Statements.Claim.Promote, null, null, null, MostPromoted),
            new SqlCall(pick, parameters, null, answers, picked.Length)).ConfigureAwait(false);

        // An UPDATE answers in no order.
        List<Picked> items = answers.Items;
        items.Sort(static (one, other) => one.Priority != other.Priority ? other.Priority.CompareTo(one.Priority) : one.Seq.CompareTo(other.Seq));
        for (int i = 0; i < items.Count; i++)
        {
            picked.Span[i] = items[i].Task;
        }

        return items.Count;
    }

    /// <inheritdoc/>
    public async ValueTask WaitForTasksAsync(ClaimRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Opened opened = Ready;
        await _wakeups.WaitAsync(request, timeout, token => NextDueAsync(opened, request, token), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<TimeSpan?> NextDueAsync(Opened opened, ClaimRequest request, CancellationToken cancellationToken)
    {
        if (await IsClaimableAsync(opened, request, cancellationToken).ConfigureAwait(false))
        {
            return TimeSpan.Zero;
        }

        RowList<TimeSpan> due = new(static row => row.GetTimestamp(0) - row.GetTimestamp(1));
        await _database.ReadAsync(new SqlCall(opened.Statements.Claim.NextDue, null, null, due, 1), cancellationToken).ConfigureAwait(false);
        return due.Items.Count == 0 ? null : due.Items[0];
    }

    private async ValueTask<bool> IsClaimableAsync(Opened opened, ClaimRequest request, CancellationToken cancellationToken)
    {
        RowList<Guid> ready = new(static row => row.GetGuid(0));
        await _database.ReadAsync(new SqlCall(opened.Statements.Claim.AnyReady, null, null, ready, 1), cancellationToken).ConfigureAwait(false);
        if (ready.Items.Count == 0 || request.ClusterConcurrency == 0)
        {
            return ready.Items.Count > 0;
        }

        TaskCounts counts = await _database.CountAsync(opened.Columns.Table, cancellationToken).ConfigureAwait(false);
        return counts.Running + counts.Exporting < request.ClusterConcurrency;
    }

    private readonly record struct Picked(int Priority, long Seq, ClaimedTask<TTask> Task);
}
