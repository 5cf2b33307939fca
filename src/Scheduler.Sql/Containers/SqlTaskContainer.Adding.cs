using System.Data.Common;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

public sealed partial class SqlTaskContainer<TTask, TResult>
{
    // How often an add is repeated whose conflict was gone when it was looked up.
    private const int MostAddAttempts = 3;

    private static readonly int[] CommitTimes = [5, 20, 100, 500];

    /// <inheritdoc/>
    /// <exception cref="InvalidTaskException">A value cannot be stored, or the database refuses a task; the exception names it.</exception>
    /// <exception cref="UniqueKeyLockedException">A transaction that has added a task with the same unique key has been open for too long.</exception>
    public async ValueTask AddAsync(
        ReadOnlyMemory<NewTask<TTask>> tasks, Memory<ITaskOutcomeSource<TResult>?> outcomes, CancellationToken cancellationToken)
    {
        ContainerArguments.CheckPlaces(outcomes.Length, tasks.Length, nameof(outcomes), mayBeEmpty: true);
        outcomes.Span.Clear();
        cancellationToken.ThrowIfCancellationRequested();
        if (tasks.IsEmpty)
        {
            return;
        }

        ContainerArguments.Check(tasks.Span);
        await InsertAsync(tasks, rows => new SqlCall(Ready.Statements.Add.Add, null, rows, null), cancellationToken).ConfigureAwait(false);
        Tell(tasks.Span);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidTaskException">A value cannot be stored; the exception names it.</exception>
    public async ValueTask AddInTransactionAsync(DbTransaction transaction, ReadOnlyMemory<NewTask<TTask>> tasks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ContainerArguments.Check(tasks.Span);
        if (tasks.IsEmpty)
        {
            return;
        }

        NewTaskRows<TTask, TResult> rows = new(tasks, _mapper, _taskName);
        SqlCall call = new(Ready.Statements.Add.Add, null, rows, null);
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
        catch (RefusedException refusal)
        {
            throw RefusedTask(rows, tasks.Length == 1 ? 0 : refusal.Row, refusal);
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

            _kind.NoteWrite();
            SignalAll();
        }
    }

    private async ValueTask InsertAsync(
        ReadOnlyMemory<NewTask<TTask>> tasks, Func<IRowSource, SqlCall> callOf, CancellationToken cancellationToken)
    {
        NewTaskRows<TTask, TResult> rows = new(tasks, _mapper, _taskName);
        List<string> keys = KeysOf(tasks.Span);
        SqlCall call = callOf(rows) with { Keys = keys };
        StoreUnavailableException? lost = null;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await WriteAsync(cancellationToken, call).ConfigureAwait(false);
                return;
            }
            catch (StoreUnavailableException exception) when (lost is null && _database.IsUncertain(exception))
            {
                // The connection broke, and the tasks may be there. If they are not, they are sent once more: a database that has them by then says so.
                lost = exception;
                if (await IsAnyThereAsync(tasks, cancellationToken).ConfigureAwait(false))
                {
                    throw;
                }
            }
            catch (UniqueConflictException) when (lost is not null)
            {
                throw lost;
            }
            catch (UniqueConflictException conflict)
            {
                List<TaskConflict> conflicts = await FindConflictsAsync(tasks, cancellationToken).ConfigureAwait(false);
                if (conflicts.Count > 0)
                {
                    throw new DuplicateTaskException(conflicts);
                }

                if (attempt == MostAddAttempts)
                {
                    // Neither an id nor a unique key of ours: a unique index that somebody has added to the table.
                    throw await RefusedTaskAsync(rows, new RefusedException(conflict.InnerException!, null), callOf, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (RefusedException refusal)
            {
                throw await RefusedTaskAsync(rows, refusal, callOf, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (keys.Count > 0 && _database.HasWaitedTooLong(exception))
            {
                throw new UniqueKeyLockedException(_taskName, keys[0], exception);
            }
        }
    }

    private async ValueTask<bool> IsAnyThereAsync(ReadOnlyMemory<NewTask<TTask>> tasks, CancellationToken cancellationToken)
    {
        TaskId[] ids = new TaskId[tasks.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = tasks.Span[i].Id;
        }

        RowList<Guid> there = new(static row => row.GetGuid(0));
        await _database.ReadAsync(new SqlCall(Ready.Statements.Read.States, null, new IdRows(ids), there), cancellationToken).ConfigureAwait(false);
        return there.Items.Count > 0;
    }

    /// <summary>Finds the first task that the database does not take, by halves.</summary>
    private async ValueTask<InvalidTaskException> RefusedTaskAsync(
        NewTaskRows<TTask, TResult> rows, RefusedException refusal, Func<IRowSource, SqlCall> callOf, CancellationToken cancellationToken)
    {
        int first = 0;
        int count = rows.Count;
        try
        {
            if (refusal.Row is { } named)
            {
                (first, count) = (named, 1);
            }

            while (count > 1)
            {
                int half = count / 2;
                bool isTaken = await _database.TryAsync(callOf(new RowRange(rows, first, half)), cancellationToken).ConfigureAwait(false);
                (first, count) = isTaken ? (first + half, count - half) : (first, half);
            }

            return RefusedTask(rows, first, refusal);
        }
        catch (Exception)
        {
            // The refusal stands; only whose it is remains unknown.
            return RefusedTask(rows, null, refusal);
        }
    }

    private InvalidTaskException RefusedTask(NewTaskRows<TTask, TResult> rows, int? row, RefusedException refusal)
    {
        string member = MemberIn(refusal.Message) ?? "the task";
        string problem = $"cannot be stored as it is; {_database.Dialect.Name} refuses it: {refusal.Message}";
        return row is { } known ? rows.Invalid(known, member, problem, refusal.InnerException!) : new InvalidTaskException(_taskName, member, problem, refusal.InnerException);
    }

    private async ValueTask<List<TaskConflict>> FindConflictsAsync(ReadOnlyMemory<NewTask<TTask>> tasks, CancellationToken cancellationToken)
    {
        TaskId[] ids = new TaskId[tasks.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = tasks.Span[i].Id;
        }

        List<string> keys = KeysOf(tasks.Span);

        RowList<Guid> taken = new(static row => row.GetGuid(0));
        await _database.ReadAsync(new SqlCall(Ready.Statements.Read.States, null, new IdRows(ids), taken), cancellationToken).ConfigureAwait(false);
        RowList<(Guid Id, string Key)> takenKeys = new(static row => (row.GetGuid(0), row.GetText(1)));
        if (keys.Count > 0)
        {
            await _database.ReadAsync(new SqlCall(Ready.Statements.Read.TakenKeys, null, new TextRows(keys), takenKeys), cancellationToken).ConfigureAwait(false);
        }

        return Conflicts(tasks.Span, [.. taken.Items], takenKeys.Items);
    }

    private static List<string> KeysOf(ReadOnlySpan<NewTask<TTask>> tasks)
    {
        List<string> keys = [];
        foreach (ref readonly NewTask<TTask> task in tasks)
        {
            if (task.Options.UniqueKey is { } key)
            {
                keys.Add(key);
            }
        }

        return keys;
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

    /// <summary>The member whose column, or whose index, the database speaks of.</summary>
    private string? MemberIn(string words)
    {
        TableColumns columns = Ready.Columns;
        foreach (TaskColumn column in columns.Task)
        {
            bool isNamed = words.Contains($"\"{column.Name}\"", StringComparison.Ordinal)
                || words.Contains($"'{column.Name}'", StringComparison.Ordinal)
                || words.Contains($"\"{TableDesigner.NameOfMemberIndex(columns.Table, column.Name, _database.Dialect)}\"", StringComparison.Ordinal);
            if (isNamed)
            {
                return column.Member;
            }
        }

        // PostgreSQL does not always name the index.
        TaskColumn[] indexed = [.. columns.Task.Where(static column => column.IsIndexed)];
        return words.Contains("index row", StringComparison.Ordinal) && indexed is [var only] ? only.Member : null;
    }

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

    // Wakes claimers of this process at once, also those of this container, which watches the table like any other; those of other processes soon.
    private void SignalAll() => _database.Announce(Table);
}
