using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>What a commit does in one table.</summary>
internal interface ISqlCommitPart
{
    /// <summary>The table, which gives the part its place in the order of all commits.</summary>
    string Table { get; }

    SqlKind Kind { get; }

    /// <summary>The transitions, each group of one event as a call that is a condition.</summary>
    IReadOnlyList<SqlCall> Transitions { get; }

    /// <summary>The starts; <see langword="null"/> if there are none.</summary>
    SqlCall? Starts { get; }

    /// <summary>The adds; <see langword="null"/> if there are none.</summary>
    SqlCall? Adds { get; }

    /// <summary>Sets in the commit which transitions were accepted.</summary>
    void ReportTransitions();

    /// <summary>Sets in the commit the results of the starts. Reads the states of the tasks that were not started.</summary>
    ValueTask ReportStartsAsync(CancellationToken cancellationToken);

    /// <summary>Which ids and unique keys of the tasks to be added are taken.</summary>
    ValueTask<IReadOnlyList<TaskConflict>> FindConflictsAsync(CancellationToken cancellationToken);

    /// <summary>What to throw because the database refuses a call of the part.</summary>
    ValueTask<InvalidTaskException> ExplainAsync(SqlCall call, RefusedException refusal, CancellationToken cancellationToken);

    /// <summary>Wakes those who wait for what the commit has added, started or given back.</summary>
    void Signal();
}

/// <summary>A commit as one transaction.</summary>
/// <remarks>
/// First the transitions of all tables, which are conditions: a scheduler that has lost its claim gets a refusal, and not a conflict with the task that its
/// successor has added. Then the starts, and last the adds, which may take the unique keys of tasks that have ended.
/// </remarks>
internal sealed class SqlCommit
{
    // How many conflicts that were gone when they were looked up a commit may have.
    private const int MostConflicts = 3;

    // How long a commit is repeated that waits for locks of other transactions.
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private readonly SqlDatabase _database;
    private readonly TaskCommit _commit;
    private readonly ISqlCommitPart[] _parts;
    private readonly List<(ISqlCommitPart Part, SqlCall Call)> _steps = [];

    private SqlCommit(SqlDatabase database, TaskCommit commit, ISqlCommitPart[] parts)
    {
        (_database, _commit, _parts) = (database, commit, parts);
        foreach (ISqlCommitPart part in parts)
        {
            _steps.AddRange(part.Transitions.Select(call => (part, call)));
        }

        _steps.AddRange(parts.Where(static part => part.Starts is not null).Select(static part => (part, part.Starts!)));
        _steps.AddRange(parts.Where(static part => part.Adds is not null).Select(static part => (part, part.Adds!)));
    }

    /// <exception cref="ArgumentException">A container was not opened by the store.</exception>
    public static SqlCommit Prepare(SqlStore store, TaskCommit commit)
    {
        ISqlCommitPart[] parts =
        [
            .. commit.Parts
                .Select(part => part.Container is ISqlContainer { Store: { } opener } container && ReferenceEquals(opener, store)
                    ? container.Prepare(commit, part)
                    : throw StoreDefaults.NotOpenedBy(store.Name, part.Container))
                .OrderBy(static part => part.Table, StringComparer.Ordinal),
        ];
        return new SqlCommit(store.Database, commit, parts);
    }

    public async ValueTask<bool> RunAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _commit.Begin();
        bool isMade = _steps.Count == 0 || await WriteAsync(cancellationToken).ConfigureAwait(false);
        foreach (ISqlCommitPart part in _parts)
        {
            part.ReportTransitions();
            if (isMade)
            {
                part.Signal();
            }
        }

        foreach (ISqlCommitPart part in isMade ? _parts : [])
        {
            await part.ReportStartsAsync(cancellationToken).ConfigureAwait(false);
        }

        return isMade;
    }

    private async ValueTask<bool> WriteAsync(CancellationToken cancellationToken)
    {
        SqlCall[] calls = [.. _steps.Select(static step => step.Call)];
        long began = TimeProvider.System.GetTimestamp();
        int conflicts = 0;
        while (true)
        {
            try
            {
                await _database.WriteAsync(calls, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (ConditionFailedException)
            {
                return false;
            }
            catch (UniqueConflictException conflict)
            {
                await ThrowConflictsAsync(cancellationToken).ConfigureAwait(false);
                if (++conflicts == MostConflicts)
                {
                    // Neither an id nor a unique key of ours: a unique index that the owner of the database has added.
                    throw await ExplainAsync(new RefusedException(conflict.InnerException!, null), SqlDatabase.FailedCallOf(conflict), cancellationToken).ConfigureAwait(false);
                }
            }
            catch (RefusedException refusal)
            {
                throw await ExplainAsync(refusal, SqlDatabase.FailedCallOf(refusal), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not StoreUnavailableException && _database.HasWaitedTooLong(exception))
            {
                if (TimeProvider.System.GetElapsedTime(began) > LongestRetry)
                {
                    throw LockedBy(exception);
                }

                // The rollback releases the rows of the transitions, so that renewals get them: a lease must not run out because another transaction holds a key.
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(10, 50)), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                foreach (ISqlCommitPart part in _parts)
                {
                    part.Kind.NoteWrite();
                }
            }
        }
    }

    private async ValueTask ThrowConflictsAsync(CancellationToken cancellationToken)
    {
        List<TaskConflict> conflicts = [];
        foreach (ISqlCommitPart part in _parts)
        {
            conflicts.AddRange(await part.FindConflictsAsync(cancellationToken).ConfigureAwait(false));
        }

        if (conflicts.Count > 0)
        {
            throw new DuplicateTaskException(conflicts);
        }
    }

    private ValueTask<InvalidTaskException> ExplainAsync(RefusedException refusal, int? failed, CancellationToken cancellationToken)
    {
        if (failed is { } step)
        {
            return _steps[step].Part.ExplainAsync(_steps[step].Call, refusal, cancellationToken);
        }

        // Raised at the commit, such as by a deferred constraint.
        return new(new InvalidTaskException(
            string.Join(", ", _parts.Select(static part => part.Kind.TaskName)), "the commit", $"cannot be made; {_database.Dialect.Name} refuses it: {refusal.Message}", refusal.InnerException));
    }

    private Exception LockedBy(Exception exception)
    {
        (ISqlCommitPart part, SqlCall call) = _steps[SqlDatabase.FailedCallOf(exception) ?? 0];
        return call.Keys is [var key, ..]
            ? new UniqueKeyLockedException(part.Kind.TaskName, key, exception)
            : new StoreUnavailableException(_database.Dialect.Name, $"Another transaction has locked tasks of {part.Kind.TaskName}: {exception.Message}", exception);
    }
}
