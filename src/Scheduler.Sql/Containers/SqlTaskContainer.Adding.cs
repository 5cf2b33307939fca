using System.Data.Common;
using GeneratedScheduler.Containers;

namespace GeneratedScheduler.Sql;

public sealed partial class SqlTaskContainer<TTask, TResult>
{
    // How often an add is repeated whose conflict was gone when it was looked up.
    private const int MostAddAttempts = 3;

    private static readonly int[] CommitTimes = [5, 20, 100, 500];

    /// <inheritdoc/>
    /// <exception cref="InvalidTaskException">A value cannot be stored; the exception names it.</exception>
    public async ValueTask AddAsync(
        ReadOnlyMemory<NewTask<TTask>> tasks, Memory<ITaskOutcomeSource<TResult>?> outcomes, CancellationToken cancellationToken)
    {
        CheckPlaces(outcomes.Length, tasks.Length, nameof(outcomes), mayBeEmpty: true);
        outcomes.Span.Clear();
        cancellationToken.ThrowIfCancellationRequested();
        if (tasks.IsEmpty)
        {
            return;
        }

        CheckNew(tasks.Span);
        SqlCall call = new(Ready.Statements.Add.Add, null, new NewTaskRows<TTask, TResult>(tasks, _mapper, _taskName), null);
        await InsertAsync(tasks, call, cancellationToken).ConfigureAwait(false);
        Tell(tasks.Span);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidTaskException">A value cannot be stored; the exception names it.</exception>
    public async ValueTask AddReservedAsync(
        ReadOnlyMemory<NewTask<TTask>> tasks, ClaimRequest request, Memory<long> claimTokens, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckLease(request.LeaseDuration, nameof(request));
        CheckPlaces(claimTokens.Length, tasks.Length, nameof(claimTokens));
        cancellationToken.ThrowIfCancellationRequested();
        if (tasks.IsEmpty)
        {
            return;
        }

        CheckNew(tasks.Span);
        RowList<(Guid Id, long Token)> answers = new(static row => (row.GetGuid(0), row.GetInt64(1)));
        NewTaskRows<TTask, TResult> rows = new(tasks, _mapper, _taskName);
        await InsertAsync(tasks, new SqlCall(Ready.Statements.Add.AddReserved, Holder(request), rows, answers), cancellationToken).ConfigureAwait(false);
        Dictionary<Guid, long> tokens = answers.Items.ToDictionary(a => a.Id, a => a.Token);
        for (int i = 0; i < tasks.Length; i++)
        {
            claimTokens.Span[i] = tokens[tasks.Span[i].Id.Value];
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidTaskException">A value cannot be stored; the exception names it.</exception>
    public async ValueTask AddInTransactionAsync(DbTransaction transaction, ReadOnlyMemory<NewTask<TTask>> tasks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        CheckNew(tasks.Span);
        if (tasks.IsEmpty)
        {
            return;
        }

        SqlCall call = new(Ready.Statements.Add.Add, null, new NewTaskRows<TTask, TResult>(tasks, _mapper, _taskName), null);
        try
        {
            await _database.WriteAsync(new[] { call }, transaction, cancellationToken).ConfigureAwait(false);
        }
        catch (UniqueConflictException)
        {
            // The transaction may be unable to answer anything now, so others are asked.
            List<TaskConflict> conflicts = await FindConflictsAsync(tasks, cancellationToken).ConfigureAwait(false);
            throw new DuplicateTaskException(conflicts.Count > 0 ? conflicts : [Unknown(tasks.Span[0])], inTransaction: true);
        }
        catch (Exception exception) when (exception is not ArgumentException { ParamName: nameof(transaction) } && _database.IsBadValue(exception))
        {
            throw BadValue(exception);
        }

        _ = SignalAfterCommitAsync();
    }

    // Nobody tells us of the commit, which most applications make at once. Who takes longer is found by polling.
    private async Task SignalAfterCommitAsync()
    {
        foreach (int milliseconds in CommitTimes)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System).ConfigureAwait(false);
            if (_isDisposed)
            {
                return;
            }

            SignalAll();
        }
    }

    private async ValueTask InsertAsync(ReadOnlyMemory<NewTask<TTask>> tasks, SqlCall call, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await WriteAsync(cancellationToken, call).ConfigureAwait(false);
                return;
            }
            catch (UniqueConflictException)
            {
                List<TaskConflict> conflicts = await FindConflictsAsync(tasks, cancellationToken).ConfigureAwait(false);
                if (conflicts.Count > 0 || attempt == MostAddAttempts)
                {
                    throw new DuplicateTaskException(conflicts.Count > 0 ? conflicts : [Unknown(tasks.Span[0])]);
                }
            }
            catch (Exception exception) when (_database.IsBadValue(exception))
            {
                throw BadValue(exception);
            }
        }
    }

    private async ValueTask<List<TaskConflict>> FindConflictsAsync(ReadOnlyMemory<NewTask<TTask>> tasks, CancellationToken cancellationToken)
    {
        TaskId[] ids = new TaskId[tasks.Length];
        List<string> keys = [];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = tasks.Span[i].Id;
            if (tasks.Span[i].Options.UniqueKey is { } key)
            {
                keys.Add(key);
            }
        }

        RowList<Guid> taken = new(static row => row.GetGuid(0));
        await _database.ReadAsync(new SqlCall(Ready.Statements.Read.States, null, new IdRows(ids), taken), cancellationToken).ConfigureAwait(false);
        RowList<(Guid Id, string Key)> takenKeys = new(static row => (row.GetGuid(0), row.GetText(1)));
        if (keys.Count > 0)
        {
            await _database.ReadAsync(new SqlCall(Ready.Statements.Read.TakenKeys, null, new TextRows(keys), takenKeys), cancellationToken).ConfigureAwait(false);
        }

        return Conflicts(tasks.Span, [.. taken.Items], takenKeys.Items);
    }

    private static List<TaskConflict> Conflicts(ReadOnlySpan<NewTask<TTask>> tasks, HashSet<Guid> taken, List<(Guid Id, string Key)> takenKeys)
    {
        List<TaskConflict> conflicts = [];
        Dictionary<string, TaskId> owners = takenKeys.ToDictionary(k => k.Key, k => TaskId.From(k.Id), StringComparer.Ordinal);
        HashSet<TaskId> seen = [];
        foreach (ref readonly NewTask<TTask> task in tasks)
        {
            if (taken.Contains(task.Id.Value) || !seen.Add(task.Id))
            {
                conflicts.Add(new TaskConflict(task.Id, task.Id, null));
            }
            else if (task.Options.UniqueKey is { } key && !owners.TryAdd(key, task.Id))
            {
                conflicts.Add(new TaskConflict(task.Id, owners[key], key));
            }
        }

        return conflicts;
    }

    private static TaskConflict Unknown(in NewTask<TTask> task) => new(task.Id, task.Id, task.Options.UniqueKey);

    private InvalidTaskException BadValue(Exception exception) =>
        new(_taskName, "the payload", $"has a value that {_database.Dialect.Name} cannot store: {exception.Message}", exception);

    private static void CheckNew(ReadOnlySpan<NewTask<TTask>> tasks)
    {
        for (int i = 0; i < tasks.Length; i++)
        {
            if (tasks[i].Id.IsEmpty || tasks[i].Options is null)
            {
                throw new ArgumentException(
                    $"Task {i} has no {(tasks[i].Id.IsEmpty ? "id; make one with TaskId.New()" : "options; write EnqueueOptions.Default")}.", nameof(tasks));
            }
        }
    }

    // Wakes claimers here at once, and those of other processes soon.
    private void Tell(ReadOnlySpan<NewTask<TTask>> tasks)
    {
        foreach (ref readonly NewTask<TTask> task in tasks)
        {
            if (task.Start)
            {
                SignalAll();
                return;
            }
        }
    }

    private void SignalAll()
    {
        _wakeups.Signal();
        _database.Announce(Table);
    }
}
