using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>
/// A SQL database as one process uses it: a table for each kind of task, and one set of connections, one wait for tasks, one renewal of leases and one upkeep
/// for all of them. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Made by the package of a database: <c>PostgreSqlStore</c>, <c>SqliteStore</c>, <c>MySqlStore</c>. Nothing is opened before the first container is
/// initialized. Several processes, and several stores of one process, may use one database.
/// </remarks>
public abstract class SqlStore : ITaskStore
{
    private readonly SqlContainerOptions _options;
    private readonly SqlLeases _leases;
    private readonly SqlWaits _waits;
    private readonly SqlProcesses _processes;
    private readonly StoreUpkeep _upkeep;
    private readonly SemaphoreSlim _opening = new(1);
    private volatile bool _isChecked;
    private int _isDisposed;
    private int _outages;
    private StoreUnavailableException? _outage;

    private protected SqlStore(SqlDatabase database, SqlContainerOptions options)
    {
        (Database, _options) = (database, options);
        _leases = new SqlLeases(database);
        _waits = new SqlWaits(database, options.TimeProvider);
        _processes = new SqlProcesses(database);
        _upkeep = new StoreUpkeep(database, options);
    }

    /// <inheritdoc/>
    public string Name => Database.Dialect.Name;

    /// <inheritdoc/>
    public StoreTraits Traits => StoreTraits.Shared | StoreTraits.Transactional | StoreTraits.Outputs | StoreTraits.Committing | StoreTraits.Announcing;

    internal SqlDatabase Database { get; }

    internal SqlContainerOptions Options => _options;

    internal SqlLeases Leases => _leases;

    internal SqlWaits Waits => _waits;

    internal StoreUpkeep Upkeep => _upkeep;

    /// <summary>Opens the container of one kind of task.</summary>
    /// <param name="definition">The kind of task; its project references GeneratedScheduler.Sql, so that it has a mapper.</param>
    /// <returns>The container; disposed by the caller, before the store.</returns>
    /// <exception cref="SchedulerConfigurationException">The kind of task has no mapper, or the retention cannot be kept to.</exception>
    public SqlTaskContainer<TTask, TResult> Open<TTask, TResult>(TaskDefinition<TTask, TResult> definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new SqlTaskContainer<TTask, TResult>(this, definition.Name, definition.Mapper);
    }

    /// <summary>Opens what keeps the outputs of one kind of task whose tasks are kept elsewhere.</summary>
    /// <param name="definition">The kind of task; its project references GeneratedScheduler.Sql, so that it has a mapper.</param>
    /// <returns>The persister; disposed by the caller, before the store.</returns>
    /// <exception cref="SchedulerConfigurationException">The kind of task has no mapper, or the retention cannot be kept to.</exception>
    public SqlTaskDataPersister<TTask, TResult> OpenOutputs<TTask, TResult>(TaskDefinition<TTask, TResult> definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new SqlTaskDataPersister<TTask, TResult>(this, definition.Name, definition.Mapper);
    }

    ITaskContainer<TTask, TResult> ITaskStore.Open<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time) => Open(definition);

    ITaskDataPersister<TTask, TResult> ITaskStore.OpenOutputs<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time) =>
        OpenOutputs(definition);

    /// <inheritdoc/>
    /// <remarks>Blocks the calling thread while the database works, and has ended when it returns: it needs no thread of the pool, and has a connection of its own.</remarks>
    public async ValueTask RenewAsync(IReadOnlyList<KindRenewal> kinds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        (KindRenewal[] own, KindRenewal[] wrapped) = Divide(kinds);
        try
        {
            _leases.Renew(own, cancellationToken);
        }
        catch (Exception exception) when (IsOfOwn(exception, wrapped, cancellationToken))
        {
            Fail(own, exception);
        }

        if (wrapped.Length > 0)
        {
            await StoreDefaults.RenewAsync(wrapped, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Blocks the calling thread while the database works, like <see cref="RenewAsync"/>.</remarks>
    public async ValueTask RescueAsync(IReadOnlyList<KindRescue> kinds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        (KindRescue[] own, KindRescue[] wrapped) = Divide(kinds);
        try
        {
            await _leases.RescueAsync(own, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOfOwn(exception, wrapped, cancellationToken))
        {
            Fail(own, exception);
        }

        if (wrapped.Length > 0)
        {
            await StoreDefaults.RescueAsync(wrapped, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask WaitForTasksAsync(IReadOnlyList<KindWait> kinds, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        return kinds.All(IsOwn)
            ? _waits.WaitAsync(kinds, timeout, cancellationToken)
            : StoreDefaults.WaitForTasksAsync(kinds, timeout, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// <para>
    /// One transaction: all transitions, then all starts, then all adds, each in the order of the names of the tables. In PostgreSQL and SQLite it is one round
    /// trip. It is repeated after a deadlock, like every call.
    /// </para>
    /// <para>Whoever starts tasks needs another round trip for those that were not Unstarted; if that one fails, the call throws although the commit was made.</para>
    /// </remarks>
    /// <exception cref="UniqueKeyLockedException">A transaction that has added a task with the same unique key has been open for too long.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be used at present.</exception>
    public ValueTask<bool> CommitAsync(TaskCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        return SqlCommit.Prepare(this, commit).RunAsync(cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>One transaction, which also removes up to 100 announcements that no longer hold.</remarks>
    /// <exception cref="StoreUnavailableException">The database cannot be used at present.</exception>
    public ValueTask AnnounceProcessAsync(ProcessAnnouncement announcement, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(announcement);
        return _processes.AnnounceAsync(announcement, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="StoreUnavailableException">The database cannot be used at present.</exception>
    public ValueTask WithdrawProcessAsync(Guid id, CancellationToken cancellationToken) => _processes.WithdrawAsync(id, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="StoreUnavailableException">The database cannot be used at present.</exception>
    public ValueTask<IReadOnlyList<TaskProcess>> ListProcessesAsync(CancellationToken cancellationToken) => _processes.ListAsync(cancellationToken);

    /// <summary>
    /// Ends what the store does by itself, and closes its connections. Tasks stay in the database. Dispose containers before. Safe to call more than once.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _upkeep.DisposeAsync().ConfigureAwait(false);
        await _waits.DisposeAsync().ConfigureAwait(false);
        await Database.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Opens what is kept in the store one after the other: to change the schema takes a lock of the whole database, and many who waited for it would hold all
    /// connections of the pool, also those that the one who has it needs. Checks once what would keep tasks from working here later.
    /// </summary>
    /// <param name="taskName">The kind of task, for messages.</param>
    /// <param name="open">Opens it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SchedulerConfigurationException">The connections or the server have settings with which tasks cannot be kept.</exception>
    /// <exception cref="StoreUnavailableException">
    /// The database cannot be used at present: it was found out by this call, or by another one that this call has waited for. Each of a hundred kinds would
    /// otherwise wait for the timeouts of all those before it.
    /// </exception>
    internal async ValueTask<T> OpenOneAsync<T>(string taskName, Func<ValueTask<T>> open, CancellationToken cancellationToken)
    {
        int outages = Volatile.Read(ref _outages);
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return outages == _outages ? await OpenNowAsync(taskName, open, cancellationToken).ConfigureAwait(false) : throw _outage!;
        }
        catch (Exception exception) when (outages == _outages && (exception as StoreUnavailableException ?? Database.Unavailable(exception)) is { } unavailable)
        {
            _outage = unavailable;
            Volatile.Write(ref _outages, outages + 1);
            throw unavailable;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>The same for a caller who has a transaction open, and must not wait for those who wait for what it holds.</summary>
    internal async ValueTask<T> OpenNowAsync<T>(string taskName, Func<ValueTask<T>> open, CancellationToken cancellationToken)
    {
        if (!_isChecked && await Database.FindProblemsAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } problems)
        {
            throw new SchedulerConfigurationException(taskName, problems);
        }

        _isChecked = true;
        return await open().ConfigureAwait(false);
    }

    // Containers that the application has wrapped are asked by themselves.
    private (TCall[] Own, TCall[] Wrapped) Divide<TCall>(IReadOnlyList<TCall> kinds)
        where TCall : KindCall => ([.. kinds.Where(IsOwn)], [.. kinds.Where(kind => !IsOwn(kind))]);

    // Such a call throws only if nothing could be done for any kind.
    private static bool IsOfOwn(Exception exception, IReadOnlyList<KindCall> wrapped, CancellationToken cancellationToken) =>
        wrapped.Count > 0 && (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested);

    private static void Fail(IEnumerable<KindCall> kinds, Exception exception)
    {
        foreach (KindCall kind in kinds)
        {
            kind.Failure ??= exception;
        }
    }

    private bool IsOwn(KindCall call) => call.Container is ISqlContainer { Store: { } store } && ReferenceEquals(store, this);
}
