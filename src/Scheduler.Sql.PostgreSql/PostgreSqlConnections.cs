using System.Data;
using Npgsql;
using Transaction = System.Transactions.Transaction;
using TransactionScope = System.Transactions.TransactionScope;
using TransactionScopeAsyncFlowOption = System.Transactions.TransactionScopeAsyncFlowOption;
using TransactionScopeOption = System.Transactions.TransactionScopeOption;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>The connections that are used for tasks: our own, or the application's. Knows whether there is a pooler between them and the server.</summary>
/// <remarks>
/// Our own bring their settings along when they are opened. A pooler such as PgBouncer refuses that, or leaves it out, and gives each transaction another
/// session of the server; then, and on connections of the application, the settings travel with each transaction.
/// </remarks>
internal sealed class PostgreSqlConnections : IAsyncDisposable
{
    private const string BeginTransaction = "BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE";

    // An idle connection that the server has ended says so itself, and the call is repeated; one that was cut in between says nothing.
    private static readonly TimeSpan LongestTrust = TimeSpan.FromSeconds(5);

    private static readonly string[] BeforeAnywhere = [BeginTransaction];
    private static readonly string[] BeforeBehindPooler = [BeginTransaction, PostgreSqlSettings.PlannerOfTransaction];

    private readonly IdleConnections _idle = new(LongestTrust, TimeProvider.System);
    private readonly SemaphoreSlim _asking = new(1);
    private readonly bool _isOwn;
    private readonly string _connectionString;
    // Claims and the thread of the leases ask for the first connection at the same time.
    private readonly Lock _lock = new();
    private NpgsqlDataSource _source;
    private NpgsqlDataSource? _sourceOfLeases;
    private volatile bool _isKnown;
    private volatile bool _isPooled;

    /// <summary>Makes connections of our own.</summary>
    public PostgreSqlConnections(string connectionString, TimeSpan commandTimeout)
    {
        NpgsqlConnectionStringBuilder settings = new(connectionString);
        PostgreSqlSettings.MakeOwn(settings, commandTimeout);
        (_isOwn, _connectionString, _source) = (true, settings.ConnectionString, Build(settings));
    }

    /// <summary>Uses the application's connections, which it closes.</summary>
    public PostgreSqlConnections(NpgsqlDataSource source) => (_source, _connectionString) = (source, source.ConnectionString);

    /// <summary>How many the pool must have: of the application's, leases keep one.</summary>
    public int LeastPoolSize => _isOwn ? PostgreSqlSettings.LeastPoolSize : PostgreSqlSettings.LeastPoolSize + 1;

    /// <summary>Whether somebody may keep one for notifications, which come through sessions that are one's own.</summary>
    public bool MayListen => !_isPooled && (Settings is { Pooling: false } || Settings.MaxPoolSize > LeastPoolSize);

    /// <summary>What the connection string says.</summary>
    public NpgsqlConnectionStringBuilder Settings => new(_connectionString);

    /// <summary>Statements before those of a transaction; those from the second on answer with a row.</summary>
    public string[] Before => !_isOwn ? BeforeAnywhere : _isPooled ? BeforeBehindPooler : [];

    /// <summary>The statement behind those of a transaction; <see langword="null"/> if they are one by themselves.</summary>
    public string? After => _isOwn && !_isPooled ? null : "COMMIT";

    /// <summary>
    /// A connection for leases, to be opened by the caller: whatever the size of the pool is and whoever has its connections, this one is there. Of the
    /// application's connections it is one like the others.
    /// </summary>
    /// <param name="timeout">For opening it.</param>
    public NpgsqlConnection CreateForLeases(TimeSpan timeout)
    {
        if (!_isOwn)
        {
            return _source.CreateConnection();
        }

        lock (_lock)
        {
            return (_sourceOfLeases ??= MakeSourceOfLeases(timeout)).CreateConnection();
        }
    }

    private NpgsqlDataSource MakeSourceOfLeases(TimeSpan timeout)
    {
        NpgsqlConnectionStringBuilder settings = new(_connectionString) { Pooling = false };
        if (_isPooled)
        {
            PostgreSqlSettings.SuitPooler(settings);
        }

        int longest = LeaseConnection<NpgsqlConnection>.Seconds(timeout);
        settings.Timeout = settings.Timeout > 0 ? Math.Min(settings.Timeout, longest) : longest;
        return Build(settings);
    }

    /// <summary>Opens a connection that works.</summary>
    /// <exception cref="StoreUnavailableException">The server cannot be reached.</exception>
    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (!_isKnown)
        {
            await FindPoolerAsync(cancellationToken).ConfigureAwait(false);
        }

        while (true)
        {
            NpgsqlConnection connection = await OpenUncheckedAsync(cancellationToken).ConfigureAwait(false);
            if (!_idle.IsDoubtful(connection.ProcessID) || await AnswersAsync(connection, cancellationToken).ConfigureAwait(false))
            {
                _idle.Used(connection.ProcessID);
                return connection;
            }

            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Begins a transaction, whatever the defaults are.</summary>
    public static async ValueTask<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, IsolationLevel isolation, CancellationToken cancellationToken)
    {
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(isolation, cancellationToken).ConfigureAwait(false);
        try
        {
            await using NpgsqlCommand write = new("SET TRANSACTION READ WRITE", connection, transaction);
            await write.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return transaction;
        }
        catch (Exception)
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_sourceOfLeases is { } leases)
        {
            await leases.DisposeAsync().ConfigureAwait(false);
        }

        if (_isOwn)
        {
            await _source.DisposeAsync().ConfigureAwait(false);
        }
    }

    // The numbers of sessions, of which a pooler makes its own, tell whether there is one. It may also refuse the settings of ours.
    private async ValueTask FindPoolerAsync(CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isKnown)
            {
                return;
            }

            bool isPooled;
            try
            {
                await using NpgsqlConnection connection = await OpenUncheckedAsync(cancellationToken).ConfigureAwait(false);
                await using NpgsqlCommand ask = new("SELECT pg_backend_pid(), current_setting('enable_seqscan')", connection);
                await using NpgsqlDataReader answer = await ask.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await answer.ReadAsync(cancellationToken).ConfigureAwait(false);
                isPooled = answer.GetInt32(0) != connection.ProcessID || (_isOwn && answer.GetString(1) != "off");
            }
            catch (Exception exception) when (_isOwn && PostgreSqlErrors.RefusesOptions(exception))
            {
                isPooled = true;
            }

            if (isPooled && _isOwn)
            {
                NpgsqlDataSource refused = _source;
                NpgsqlConnectionStringBuilder settings = new(_connectionString);
                PostgreSqlSettings.SuitPooler(settings);
                _source = Build(settings);
                await refused.DisposeAsync().ConfigureAwait(false);
            }

            (_isPooled, _isKnown) = (isPooled, true);
        }
        finally
        {
            _asking.Release();
        }
    }

    // The application's connections may enlist in its ambient transaction; what is done to tasks is not a part of that.
    private async ValueTask<NpgsqlConnection> OpenUncheckedAsync(CancellationToken cancellationToken)
    {
        using TransactionScope? apart = Transaction.Current is null
            ? null
            : new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
        try
        {
            return await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!PostgreSqlErrors.RefusesOptions(exception) && PostgreSqlErrors.Unavailable(exception) is not null)
        {
            throw new StoreUnavailableException("PostgreSQL", PostgreSqlErrors.Describe(exception), exception);
        }
    }

    private static async ValueTask<bool> AnswersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await using NpgsqlCommand ask = new("SELECT 1", connection);
            await ask.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (PostgreSqlErrors.IsCut(exception))
        {
            return false;
        }
    }

    private static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder settings)
    {
        NpgsqlSlimDataSourceBuilder builder = new(settings.ConnectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        return builder.Build();
    }
}
