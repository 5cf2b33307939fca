using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>The outputs of one kind of task as rows of a table of their own, for tasks that are kept elsewhere, such as in memory.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns.</typeparam>
/// <remarks>
/// <para>
/// Opened in a <see cref="SqlStore"/>, by a host (<c>SaveOutputsToSqlite</c> and its like) or by <see cref="SqlStore.OpenOutputs"/>. Safe for concurrent use.
/// </para>
/// <para>
/// The table is that of the kind of task with <c>_outputs</c> behind its name, with a typed column for each part of the result. Each step is one
/// statement. A later save of a task replaces the earlier one; an earlier one of the same persister that arrives late, because its answer was
/// not waited for, changes nothing. Tasks that are kept in a SQL database have their results there, written together with their end,
/// and need no persister.
/// </para>
/// </remarks>
public sealed class SqlTaskDataPersister<TTask, TResult> : ITaskDataPersister<TTask, TResult>, IAsyncDisposable
{
    private readonly SqlStore _store;
    private readonly SqlDatabase _database;
    private readonly string _taskName;
    private readonly TaskMapper<TTask, TResult> _mapper;
    private readonly SqlContainerOptions _options;
    private readonly MappedTable _mapped;
    private readonly SemaphoreSlim _opening = new(1);
    private readonly Guid _savedBy = Guid.NewGuid();
    private long _saves;
    private volatile Opened? _opened;
    private bool _isDisposed;

    internal SqlTaskDataPersister(SqlStore store, string taskName, TaskMapper<TTask, TResult>? mapper)
    {
        SqlContainerOptions options = store.Options;
        _store = store;
        _database = store.Database;
        _taskName = taskName;
        _options = options;
        _mapper = mapper ?? throw new SchedulerConfigurationException(
            taskName,
            ["It has no mapper, so that its outputs cannot be stored in a SQL database. Reference GeneratedScheduler.Sql in the project that declares the task, or set <GeneratedSchedulerStorage>sql</GeneratedSchedulerStorage> there."]);
        RetentionOptions.Check(taskName, options.Retention);
        if (options.Retention.SucceededCount is not null)
        {
            throw new SchedulerConfigurationException(taskName, ["Outputs are kept for a time, not by their number: set Retention.SucceededFor instead of SucceededCount."]);
        }

        _mapped = new MappedTable(NameOf(_mapper.Table), [.. _mapper.FormerTables.Select(NameOf)], [], _mapper.ResultColumns) { Kind = TableKind.Outputs };
    }

    /// <summary>Whether the store is disposed with the persister, which is the only one in it; for tests of one persister.</summary>
    internal bool OwnsStore { get; init; }

    /// <summary>The table of the outputs; that of a former name of the task if the database has it.</summary>
    public string Table => _opened?.Columns.Table ?? _mapped.Table;

    /// <summary>The SQL that makes the table in a database that lacks it, for people who change schemas themselves.</summary>
    public string ScriptSchema() => new SchemaKeeper(_database, _options.Schema).ScriptAll(_mapped);

    /// <inheritdoc/>
    /// <exception cref="SqlSchemaException">The schema does not fit, or may not be changed; the exception has the SQL to run.</exception>
    /// <exception cref="SchedulerConfigurationException">The connections or the server have settings with which tasks cannot be kept.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be used at present.</exception>
    public async ValueTask InitializeAsync(CancellationToken cancellationToken) => await OpenedAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    /// <exception cref="InvalidTaskException">A value cannot be stored, or the database refuses it.</exception>
    public async ValueTask SaveAsync(TaskId id, TTask task, TResult output, CancellationToken cancellationToken)
    {
        // Before anything is waited for, so that numbers follow the order of the calls.
        long number = Interlocked.Increment(ref _saves);
        Opened opened = await OpenedAsync(cancellationToken).ConfigureAwait(false);
        SqlCall save = new(opened.Statements.Save, null, new OutputRow<TTask, TResult>(id, _savedBy, number, output, _mapper, _taskName), null);
        try
        {
            await _database.WriteAsync(new[] { save }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RefusedException or UniqueConflictException)
        {
            throw new InvalidTaskException(
                _taskName, "the result", $"cannot be stored as it is; {_database.Dialect.Name} refuses it: {exception.InnerException!.Message}", exception.InnerException);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="UnreadableMemberException">The row is there, but holds what the result cannot.</exception>
    public async ValueTask<TResult> LoadAsync(TaskId id, CancellationToken cancellationToken)
    {
        Opened opened = await OpenedAsync(cancellationToken).ConfigureAwait(false);
        RowList<TResult> found = new(row => Read(row, opened.Columns));
        await _database.ReadAsync(new SqlCall(opened.Statements.Load, null, new IdRows(new[] { id }), found), cancellationToken).ConfigureAwait(false);
        return found.Items is [var output] ? output : throw new TaskNotFoundException(id);
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(TaskId id, CancellationToken cancellationToken)
    {
        Opened opened = await OpenedAsync(cancellationToken).ConfigureAwait(false);
        SqlCall remove = new(opened.Statements.Remove, null, new IdRows(new[] { id }), null);
        await _database.WriteAsync(new[] { remove }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends what the persister does by itself. Outputs stay in the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await _opening.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            if (_opened?.Retention is { } retention)
            {
                _store.Upkeep.Remove(retention);
            }

            if (OwnsStore)
            {
                await _store.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    private string NameOf(string table) => TableDesigner.NameOf(table, "outputs", _database.Dialect.MaxNameLength);

    // Column 0 is the id.
    private TResult Read(SqlRowReader row, TableColumns columns)
    {
        (row.Offset, row.Columns) = (1, columns.Result);
        try
        {
            return _mapper.ReadResult(row)!;
        }
        catch (Exception exception) when (exception is not (UnreadableMemberException or OutOfMemoryException))
        {
            // Constructors, setters and converters of the application run in there, and may throw anything; the message may be one of those things.
            string message = TaskFailure.FromException(exception).Message;
            throw new UnreadableMemberException("result", $"cannot be read: {exception.GetType().Name}: {message}", exception);
        }
        finally
        {
            (row.Offset, row.Columns) = (0, []);
        }
    }

    private async ValueTask<Opened> OpenedAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_opened is { } opened)
        {
            return opened;
        }

        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _opened ??= await OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (_database.Unavailable(exception) is { } unavailable)
        {
            throw unavailable;
        }
        finally
        {
            _opening.Release();
        }
    }

    private async ValueTask<Opened> OpenAsync(CancellationToken cancellationToken)
    {
        TableColumns columns = await _store.OpenOneAsync(
            _taskName, () => new SchemaKeeper(_database, _options.Schema).EnsureAsync(_mapped, null, cancellationToken), cancellationToken).ConfigureAwait(false);
        OutputStatements statements = new(_database.Dialect, columns);
        OutputRetention? retention = _options.Retention.SucceededFor is { } kept ? new(_database, statements, kept) : null;
        if (retention is not null)
        {
            _store.Upkeep.Add(retention);
        }

        return new Opened(statements, columns, retention);
    }

    private sealed record Opened(OutputStatements Statements, TableColumns Columns, OutputRetention? Retention);
}
