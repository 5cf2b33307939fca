using System.Data.Common;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>Tasks of one kind as rows of a table, shared by any number of processes.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns.</typeparam>
/// <remarks>
/// <para>
/// Made by the package of a database: <c>PostgreSqlTaskContainer.Create</c>, <c>SqliteTaskContainer.Create</c>,
/// <c>MySqlTaskContainer.Create</c>, or <c>UsePostgreSql</c> and its like with a host. Safe for concurrent use.
/// </para>
/// <para>
/// Every step is one transaction. Delivery is at least once: a task whose add has returned is never lost; a run that lost its lease can
/// write nothing more. All times are the database's. An add that throws because the connection broke during the commit may have been
/// carried out; give the task an id of your own to be able to repeat it.
/// </para>
/// </remarks>
public sealed partial class SqlTaskContainer<TTask, TResult> : IReservingTaskContainer<TTask, TResult>, ITransactionalTaskContainer<TTask>
{
    private readonly DatabaseUse _use;
    private readonly SqlDatabase _database;
    private readonly string _taskName;
    private readonly TaskMapper<TTask, TResult> _mapper;
    private readonly SqlContainerOptions _options;
    private readonly MappedTable _mapped;
    private readonly SqlWakeups _wakeups;
    private readonly SemaphoreSlim _initializing = new(1);
    private Opened? _opened;
    private bool _isDisposed;

    internal SqlTaskContainer(DatabaseUse use, string taskName, TaskMapper<TTask, TResult>? mapper, SqlContainerOptions options)
    {
        _use = use;
        _database = use.Database;
        _taskName = taskName;
        _options = options;
        RetentionOptions.Check(taskName, options.Retention);
        _mapper = mapper ?? throw new SchedulerConfigurationException(
            taskName,
            ["It has no mapper, so that it cannot be stored in a SQL database. Either the project that declares the task does not want one: reference GeneratedScheduler.Sql there, or set "
                + "<GeneratedSchedulerStorage>sql</GeneratedSchedulerStorage>. Or the task cannot be stored as it is: the build says why with one of GS0037 to GS0043, and emits no "
                + "mapper even where that is suppressed (NoWarn, #pragma, .editorconfig); let it speak, and mend what it says."]);
        _mapped = new MappedTable(_mapper.Table, _mapper.FormerTables, _mapper.TaskColumns, _mapper.ResultColumns);
        _wakeups = new SqlWakeups(options.TimeProvider);
    }

    /// <summary>How often those who wait for tasks have been woken; for tests.</summary>
    internal long Signals => _wakeups.Signals;

    /// <summary>Always <see langword="true"/>.</summary>
    public bool IsShared => true;

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
            _wakeups.Close();
            if (_opened is { } opened)
            {
                opened.Watch.Dispose();
                await opened.Maintenance.DisposeAsync().ConfigureAwait(false);
            }

            await _use.DisposeAsync().ConfigureAwait(false);
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
            if (await _database.FindProblemsAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } problems)
            {
                throw new SchedulerConfigurationException(_taskName, problems);
            }

            SchemaKeeper keeper = new(_database, _options.Schema);
            TableColumns columns = await keeper.EnsureAsync(_mapped, transaction, cancellationToken).ConfigureAwait(false);
            table = columns.Table;
            await _database.EnsureCountsAsync(table, cancellationToken).ConfigureAwait(false);
            TaskStatements statements = new(_database.Dialect, columns);
            return new Opened(
                statements,
                columns,
                new RecordReader<TTask, TResult>(_mapper, columns),
                _database.Watch(table, _wakeups.Signal),
                new Maintenance(_database, statements, _options));
        }
        catch (Exception exception) when (_database.Unavailable(exception) is { } unavailable)
        {
            throw unavailable;
        }
        catch (Exception exception) when (_database.Schema.MissingFor(exception) is { } missing)
        {
            throw new SqlSchemaException(table, missing.Problem + " Somebody who may has to grant it; docs/schema-changes.md lists the rights.", missing.Sql, exception);
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

    private ValueTask WriteAsync(CancellationToken cancellationToken, params SqlCall[] calls) => _database.WriteAsync(calls, cancellationToken);

    private static ParameterRow Holder(ClaimRequest request, int? clusterLimit = null) => new(writer =>
    {
        writer.WriteGuid(request.Claimant.Value);
        writer.WriteInt64(request.LeaseDuration.Ticks);
        if (clusterLimit is { } limit)
        {
            writer.WriteInt32(limit);
        }
    });

    private sealed record Opened(
        TaskStatements Statements, TableColumns Columns, RecordReader<TTask, TResult> Records, IDisposable Watch, Maintenance Maintenance);
}
