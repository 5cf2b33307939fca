using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

public sealed partial class SqlTaskContainer<TTask, TResult>
{
    // How many tasks whose time has come are made ready before one claim.
    private const int MostPromoted = 1_000;
    private const int MostPromotedApart = 100;

    // How many rows that are refused are passed by in one look.
    private const int MostRefused = 100;

    // For how long a task waits whose claim was refused.
    private static readonly TimeSpan PutOffFor = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public async ValueTask<int> ClaimAsync(ClaimRequest request, Memory<ClaimedTask<TTask>> claimed, CancellationToken cancellationToken)
    {
        ContainerArguments.Check(request);
        cancellationToken.ThrowIfCancellationRequested();
        if (claimed.IsEmpty)
        {
            return 0;
        }

        try
        {
            return await ClaimAsync([], request, claimed, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RefusedException or UniqueConflictException)
        {
            Opened opened = Ready;
            (PickStatement pick, ParameterRow parameters) = ClaimOf(opened, request);
            return Take(await PickApartAsync(opened, pick, parameters, claimed.Length, cancellationToken).ConfigureAwait(false), claimed);
        }
    }

    /// <summary>Claims in one transaction with calls that come before.</summary>
    private async ValueTask<int> ClaimAsync(
        List<SqlCall> before, ClaimRequest request, Memory<ClaimedTask<TTask>> claimed, CancellationToken cancellationToken)
    {
        Opened opened = Ready;
        (PickStatement pick, ParameterRow parameters) = ClaimOf(opened, request);
        return Take(await PickAsync(before, opened, pick, parameters, request, claimed.Length, cancellationToken).ConfigureAwait(false), claimed);
    }

    private static (PickStatement Pick, ParameterRow Parameters) ClaimOf(Opened opened, ClaimRequest request) => request.ClusterConcurrency == 0
        ? (opened.Statements.Claim.Claim, Holder(request))
        : (opened.Statements.Claim.ClaimLimited, Holder(request, request.ClusterConcurrency));

    private async ValueTask<List<Picked>> PickAsync(
        List<SqlCall> before, Opened opened, PickStatement pick, ParameterRow parameters, ClaimRequest request, int limit, CancellationToken cancellationToken)
    {
        await _store.Leases.PrepareAsync(request.LeaseDuration).ConfigureAwait(false);

        // Taken before the look: what comes meanwhile must not be slept over.
        _kind.Wakeups.Looked(request.Claimant);
        RowList<Picked> answers = new(row => ReadPicked(row, opened));
        await WriteAsync(
            cancellationToken,
            [
                .. before,
                new SqlCall(opened.Statements.Claim.Promote, null, null, null, MostPromoted),
                new SqlCall(pick, parameters, null, answers, limit),
            ]).ConfigureAwait(false);
        return answers.Items;
    }

    private static int Take(List<Picked> items, Memory<ClaimedTask<TTask>> picked)
    {
        // An UPDATE answers in no order.
        items.Sort(static (one, other) => one.Priority != other.Priority ? other.Priority.CompareTo(one.Priority) : one.Seq.CompareTo(other.Seq));
        for (int i = 0; i < items.Count; i++)
        {
            picked.Span[i] = items[i].Task;
        }

        return items.Count;
    }

    private static Picked ReadPicked(SqlRowReader row, Opened opened) => new(row.GetInt32(2), row.GetInt64(1), opened.Records.ReadClaimed(row));

    /// <summary>
    /// The same one by one, because the database refuses one of the rows. What it refuses waits for some time, so that it does not lie in the way of each claim, and says why.
    /// </summary>
    private async ValueTask<List<Picked>> PickApartAsync(
        Opened opened, PickStatement pick, ParameterRow parameters, int limit, CancellationToken cancellationToken)
    {
        SqlDialect dialect = _database.Dialect;
        ApartPick promote = ApartPick.Of(dialect, opened.Statements.Claim.Promote);
        (_, List<ApartPick.Refused> delayed) = await promote.RunAsync(
            _database, null, MostPromotedApart, MostRefused, null, static _ => true, cancellationToken).ConfigureAwait(false);
        (List<Picked> items, List<ApartPick.Refused> refused) = await ApartPick.Of(dialect, pick).RunAsync(
            _database, parameters, limit, MostRefused, null, row => ReadPicked(row, opened), cancellationToken).ConfigureAwait(false);
        foreach (ApartPick.Refused one in delayed.Concat(refused))
        {
            await PutOffAsync(opened, one, cancellationToken).ConfigureAwait(false);
        }

        return items.Count == 0 && refused.Count > 0 ? throw RefusedTask("claimed", refused[0]) : items;
    }

    private async ValueTask PutOffAsync(Opened opened, ApartPick.Refused refused, CancellationToken cancellationToken)
    {
        InvalidTaskException problem = RefusedTask("claimed", refused);
        string message = Texts.Ascii(problem.Message);
        ParameterRow parameters = new(writer =>
        {
            writer.WriteGuid(refused.Id.Value);
            writer.WriteInt64(PutOffFor.Ticks);
            writer.WriteText(message);
            writer.WriteText(problem.GetType().FullName);
        });
        try
        {
            await WriteAsync(cancellationToken, new SqlCall(opened.Statements.Claim.PutOff, parameters, null, null, 1)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RefusedException or UniqueConflictException)
        {
            // Not even that may be changed about it. It stays where it is, and claims pass it by.
        }
    }

    private InvalidTaskException RefusedTask(string done, ApartPick.Refused refused) =>
        Refusals.Of(_kind, _database, done, refused.Id, refused.Refusal);

    /// <inheritdoc/>
    public async ValueTask WaitForTasksAsync(ClaimRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ContainerArguments.Check(request);
        ContainerArguments.CheckWait(timeout);
        _ = Ready;
        KindWait wait = new(this, request);
        await _store.Waits.WaitAsync([wait], timeout, cancellationToken).ConfigureAwait(false);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
    }

    private readonly record struct Picked(int Priority, long Seq, ClaimedTask<TTask> Task);
}
