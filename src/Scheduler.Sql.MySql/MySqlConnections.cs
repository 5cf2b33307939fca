using System.Globalization;
using System.Transactions;
using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>The connections that are used for tasks: our own, or the application's. Each one that is handed out works and is set as our statements need it.</summary>
/// <remarks>
/// A pool would reset a connection each time it is given out: two round trips, as many as a claim has. Ours are set once, when they are made, and left as
/// they are. The application's are reset by their pool, so that the settings travel with the first statements of each use.
/// </remarks>
internal sealed class MySqlConnections : IAsyncDisposable
{
    private const string BeginTransaction = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; START TRANSACTION; ";

    // Nobody asks the connections of a pool whether they are still there. Those in steady use need no question; one round trip is little for the others.
    private static readonly TimeSpan LongestTrust = TimeSpan.FromMilliseconds(25);

    // For how long all connections are asked after one of them has broken: the others have most likely gone with it.
    private static readonly TimeSpan DoubtTime = TimeSpan.FromMinutes(1);

    private readonly MySqlDataSource _source;
    private readonly string _own = "";
    private readonly IdleConnections _idle = new(LongestTrust, TimeProvider.System);
    private long _brokenAt = TimeProvider.System.GetTimestamp() - (long)(DoubtTime.TotalSeconds * TimeProvider.System.TimestampFrequency);

    /// <summary>Makes connections of our own.</summary>
    public MySqlConnections(string connectionString, TimeSpan commandTimeout)
    {
        MySqlConnectionStringBuilder own = MySqlSettings.Own(connectionString, commandTimeout);
        _own = own.ConnectionString;
        Begin = "ROLLBACK; " + LimitWaits((int)own.DefaultCommandTimeout) + BeginTransaction;
        MySqlDataSourceBuilder builder = new(_own);
        builder.UseConnectionOpenedCallback(SetNewAsync);
        (_source, IsOwn) = (builder.Build(), true);
    }

    /// <summary>Uses the application's connections, which it closes.</summary>
    public MySqlConnections(MySqlDataSource source)
    {
        _source = source;
        int seconds = (int)new MySqlConnectionStringBuilder(source.ConnectionString).DefaultCommandTimeout;
        Begin = MySqlSettings.Session + LimitWaits(seconds) + BeginTransaction;
    }

    /// <summary>Whether they are our own.</summary>
    public bool IsOwn { get; }

    public string ConnectionString => _source.ConnectionString;

    /// <summary>What comes before the first statement of a use that is no transaction.</summary>
    public string Settings => IsOwn ? "" : MySqlSettings.Session;

    /// <summary>
    /// Begins a transaction. On a connection of our own, to begin one would commit what is open; if something ever were, it is something whose caller was
    /// told that it failed.
    /// </summary>
    public string Begin { get; }

    /// <summary>Begins a transaction on a connection of <see cref="CreateForLeases"/>.</summary>
    /// <param name="seconds">How long its commands wait for an answer.</param>
    /// <param name="lockTimeout">How long they wait for a table that somebody changes or has locked.</param>
    public static string BeginForLeases(int seconds, TimeSpan lockTimeout) => "ROLLBACK; " + SettingsForLeases(lockTimeout) + LimitWaits(seconds) + BeginTransaction;

    /// <summary>What comes before the first statement of a use of such a connection that is no transaction.</summary>
    /// <param name="lockTimeout">How long its commands wait for a table that somebody changes or has locked.</param>
    public static string SettingsForLeases(TimeSpan lockTimeout) => MySqlSettings.Session
        + string.Create(CultureInfo.InvariantCulture, $"SET SESSION lock_wait_timeout = {(int)Math.Clamp(lockTimeout.TotalSeconds, 1, 3_600)}; ");

    /// <summary>
    /// A connection for leases, to be opened by the caller: whatever the size of the pool is and whoever has its connections, this one is there. Of the
    /// application's connections it is one like the others.
    /// </summary>
    /// <param name="timeout">For opening it; and at the timeout of a command it is closed at once, without asking the server to end the command.</param>
    public MySqlConnection CreateForLeases(TimeSpan timeout)
    {
        if (!IsOwn)
        {
            return _source.CreateConnection();
        }

        MySqlConnectionStringBuilder settings = new(_own) { Pooling = false };
        uint longest = (uint)LeaseConnection<MySqlConnection>.Seconds(timeout);
        settings.ConnectionTimeout = settings.ConnectionTimeout > 0 ? Math.Min(settings.ConnectionTimeout, longest) : longest;
        return new MySqlConnection(settings.ConnectionString);
    }

    /// <summary>Opens one whose first statements are <see cref="Settings"/> or <see cref="Begin"/>.</summary>
    /// <exception cref="StoreUnavailableException">The server cannot be reached.</exception>
    public async ValueTask<MySqlConnection> OpenBareAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                MySqlConnection connection = await OpenUncheckedAsync(cancellationToken).ConfigureAwait(false);
                if (!IsDoubtful(connection) || await AnswersAsync(connection).ConfigureAwait(false))
                {
                    _idle.Used(connection.ServerThread);
                    return connection;
                }

                Doubt();
                await connection.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (MySqlErrors.Unavailable(exception) is not null)
        {
            throw new StoreUnavailableException("MySQL", MySqlErrors.Describe(exception), exception);
        }
    }

    /// <summary>Opens one that is set.</summary>
    /// <exception cref="StoreUnavailableException">The server cannot be reached.</exception>
    public async ValueTask<MySqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        MySqlConnection connection = await OpenBareAsync(cancellationToken).ConfigureAwait(false);
        if (!IsOwn)
        {
            await SetAsync(connection, cancellationToken).ConfigureAwait(false);
        }

        return connection;
    }

    /// <summary>Notes that a connection works.</summary>
    public void Worked(MySqlConnection connection) => _idle.Used(connection.ServerThread);

    /// <summary>Notes that one has broken.</summary>
    public void Doubt() => Volatile.Write(ref _brokenAt, TimeProvider.System.GetTimestamp());

    public ValueTask DisposeAsync() => IsOwn ? _source.DisposeAsync() : default;

    // The application's are asked by their pool, which resets them.
    private bool IsDoubtful(MySqlConnection connection) =>
        IsOwn && (_idle.IsDoubtful(connection.ServerThread) || TimeProvider.System.GetElapsedTime(Volatile.Read(ref _brokenAt)) < DoubtTime);

    /// <summary>Whether the server still answers on a connection; one that does not is thrown away by the driver.</summary>
    /// <remarks>
    /// A statement, because the driver's own ping has no timeout: over a connection that was cut without notice it would never end, and hold up everything that waits for it.
    /// </remarks>
    private static async ValueTask<bool> AnswersAsync(MySqlConnection connection)
    {
        try
        {
            await using MySqlCommand ask = new("DO 0", connection);
            await ask.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (MySqlException exception) when (MySqlErrors.IsLost(exception) || MySqlErrors.IsCut(exception))
        {
            return false;
        }
    }

    // The application's connections may enlist in its ambient transaction; what is done to tasks is not a part of that.
    private async ValueTask<MySqlConnection> OpenUncheckedAsync(CancellationToken cancellationToken)
    {
        using TransactionScope? apart = Transaction.Current is null
            ? null
            : new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
        return await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
    }

    // The server is to end a wait for a lock before the client gives up: then it says so, and the transaction holds nothing any more.
    private static string LimitWaits(int seconds) => seconds == 0
        ? "SET SESSION innodb_lock_wait_timeout = DEFAULT; "
        : string.Create(
            CultureInfo.InvariantCulture, $"SET SESSION innodb_lock_wait_timeout = LEAST(@@GLOBAL.innodb_lock_wait_timeout, {Math.Max(1, seconds - 1)}); ");

    private async ValueTask SetNewAsync(MySqlConnectionOpenedContext context, CancellationToken cancellationToken)
    {
        if (context.Conditions.HasFlag(MySqlConnectionOpenedConditions.New))
        {
            await SetAsync(context.Connection, cancellationToken).ConfigureAwait(false);
            _idle.Used(context.Connection.ServerThread);
        }
    }

    private static async ValueTask SetAsync(MySqlConnection connection, CancellationToken cancellationToken)
    {
        await using MySqlCommand set = new(MySqlSettings.Session, connection);
        await set.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
