using System.Data.Common;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>Tasks of one kind as rows of a table, shared by any number of processes.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns.</typeparam>
/// <remarks>
/// <para>
/// Opened in a <see cref="SqlStore"/>, by a host (<c>UsePostgreSql</c> and its like) or by <see cref="SqlStore.Open"/>. Safe for concurrent use.
/// </para>
/// <para>
/// Every step is one transaction. Delivery is at least once: a task whose add has returned is never lost; a run that lost its lease can
/// write nothing more. All times are the database's. An add that throws because the connection broke during the commit may have been
/// carried out; give the task an id of your own to be able to repeat it.
/// </para>
/// </remarks>
public sealed partial class SqlTaskContainer<TTask, TResult> : ITaskContainer<TTask, TResult>, ITransactionalTaskContainer<TTask>, ISqlContainer
{
    private readonly SqlStore _store;
    private readonly SqlKind _kind;
    private readonly SqlDatabase _database;
    private readonly string _taskName;
    private readonly TaskMapper<TTask, TResult> _mapper;
    private readonly SqlContainerOptions _options;
    private readonly MappedTable _mapped;
    private readonly SemaphoreSlim _initializing = new(1);
    private Opened? _opened;
    private bool _isDisposed;

    internal SqlTaskContainer(SqlStore store, string taskName, TaskMapper<TTask, TResult>? mapper)
    {
        SqlContainerOptions options = store.Options;
        _store = store;
        _kind = new SqlKind(taskName);
        _database = store.Database;
        _taskName = taskName;
        _options = options;
        RetentionOptions.Check(taskName, options.Retention);
        _mapper = mapper ?? throw new SchedulerConfigurationException(
            taskName,
            ["It has no mapper, so that it cannot be stored in a SQL database. Either the project that declares the task does not want one: reference GeneratedScheduler.Sql there, or set "
                + "<GeneratedSchedulerStorage>sql</GeneratedSchedulerStorage>. Or the task cannot be stored as it is: the build says why with one of GS0037 to GS0043, and emits no "
                + "mapper even where that is suppressed (NoWarn, #pragma, .editorconfig); read that diagnostic and fix what it reports."]);
        _mapped = new MappedTable(_mapper.Table, _mapper.FormerTables, _mapper.TaskColumns, _mapper.ResultColumns);
    }

    /// <summary>How often those who wait for tasks have been woken; for tests.</summary>
    internal long Signals => _kind.Wakeups.Signals;

    /// <summary>Always <see langword="true"/>.</summary>
    public bool IsShared => true;

    /// <summary>Whether the store is disposed with the container, which is the only one in it; for tests of one container.</summary>
    internal bool OwnsStore { get; init; }

    SqlKind ISqlContainer.Kind => _kind;

    SqlStore ISqlContainer.Store => _store;

    /// <summary>The store that has opened the container; for tests.</summary>
    internal SqlStore Store => _store;

    /// <summary>The table of the tasks; the one of the mapper, or that of a former name if the database has it.</summary>
    public string Table => _opened?.Columns.Table ?? _mapped.Table;

    /// <summary>The SQL that makes everything the container needs in an empty database, for people who change schemas themselves.</summary>
    public string ScriptSchema() => new SchemaKeeper(_database, _options.Schema).ScriptAll(_mapped);

    /// <inheritdoc/>
    /// <exception cref="SqlSchemaException">The schema does not fit, or may not be changed; the exception has the SQL to run.</exception>
    /// <exception cref="SchedulerConfigurationException">The connections or the server have settings with which tasks cannot be kept.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be used at present.</exception>
    public ValueTask InitializeAsync(CancellationToken cancellationToken) => InitializeBesideAsync(null, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="SqlSchemaException">
    /// The schema does not fit, or may not be changed; or, in SQLite, would have to be changed beside the transaction, which holds the only write lock.
    /// </exception>
    public ValueTask InitializeAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return InitializeBesideAsync(transaction, cancellationToken);
    }

    private async ValueTask InitializeBesideAsync(DbTransaction? transaction, CancellationToken cancellationToken)
    {
        if (_opened is not null)
        {
            return;
        }

        await _initializing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _opened ??= await OpenAsync(transaction, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _initializing.Release();
        }
    }

    /// <summary>Always <see langword="null"/>: others may end the task.</summary>
    public ITaskOutcomeSource<TResult>? Observe(TaskId id) => null;

    /// <summary>Ends what the container does by itself. Tasks stay in the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await _initializing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            _kind.Wakeups.Close();
            if (_opened is { } opened)
            {
                opened.Watch.Dispose();
                _store.Upkeep.Remove(opened.Maintenance);
            }

            if (OwnsStore)
            {
                await _store.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _initializing.Release();
        }
    }

    private async ValueTask<Opened> OpenAsync(DbTransaction? transaction, CancellationToken cancellationToken)
    {
        string table = _mapped.Table;
        try
        {
            TableColumns columns = transaction is null
                ? await _store.OpenOneAsync(_taskName, EnsureAsync, cancellationToken).ConfigureAwait(false)
                : await _store.OpenNowAsync(_taskName, EnsureAsync, cancellationToken).ConfigureAwait(false);
            TaskStatements statements = new(_database.Dialect, columns);
            Maintenance maintenance = new(_database, statements, _options, () => _kind.Writes);
            IDisposable watch = _database.Watch(table, _kind.Wakeups.Signal);
            _kind.Statements = statements;
            _store.Upkeep.Add(maintenance);
            return new Opened(statements, columns, new RecordReader<TTask, TResult>(_mapper, columns), watch, maintenance);
        }
        catch (Exception exception) when (_database.Unavailable(exception) is { } unavailable)
        {
            throw unavailable;
        }
        catch (Exception exception) when (_database.Schema.MissingFor(exception) is { } missing)
        {
            throw new SqlSchemaException(table, missing.Problem + " Someone with the right to do so must grant it; docs/schema-changes.md lists the rights.", missing.Sql, exception);
        }

        async ValueTask<TableColumns> EnsureAsync()
        {
            TableColumns columns = await new SchemaKeeper(_database, _options.Schema).EnsureAsync(_mapped, transaction, cancellationToken).ConfigureAwait(false);
            table = columns.Table;
            await _database.EnsureCountsAsync(table, cancellationToken).ConfigureAwait(false);
            return columns;
        }
    }

    private Opened Ready
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _opened ?? throw new InvalidOperationException("The container is not initialized; call InitializeAsync first.");
        }
    }

    private async ValueTask WriteAsync(CancellationToken cancellationToken, params SqlCall[] calls)
    {
        try
        {
            await _database.WriteAsync(calls, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Not before: what is committed after the counts were added up would have to wait for the next write.
            _kind.NoteWrite();
        }
    }

    private static ParameterRow Holder(ClaimRequest request, int? clusterLimit = null) =>
        Parameters.Holder(request.Claimant, request.LeaseDuration, clusterLimit);

    private sealed record Opened(
        TaskStatements Statements, TableColumns Columns, RecordReader<TTask, TResult> Records, IDisposable Watch, Maintenance Maintenance);
}
