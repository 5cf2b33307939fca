using System.Data;
using System.Globalization;
using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>
/// A session with a transaction of the application's own: set as our statements need it while they run, and as the application had it before and after.
/// </summary>
internal sealed class BorrowedSession
{
    // Modes that change nothing about our statements.
    private static readonly HashSet<string> Harmless = new(StringComparer.OrdinalIgnoreCase)
    {
        "STRICT_ALL_TABLES", "STRICT_TRANS_TABLES", "NO_ZERO_IN_DATE", "NO_ZERO_DATE", "ERROR_FOR_DIVISION_BY_ZERO", "NO_AUTO_CREATE_USER",
        "NO_ENGINE_SUBSTITUTION", "ONLY_FULL_GROUP_BY",
    };

    private readonly MySqlConnection _connection;
    private readonly MySqlTransaction _transaction;
    private readonly string? _restore;

    private BorrowedSession(MySqlConnection connection, MySqlTransaction transaction, string? restore) =>
        (_connection, _transaction, _restore) = (connection, transaction, restore);

    public static async ValueTask<BorrowedSession> TakeAsync(MySqlConnection connection, MySqlTransaction transaction, CancellationToken cancellationToken)
    {
        (string mode, ulong limit, ulong checks) = await AskAsync(connection, transaction, cancellationToken).ConfigureAwait(false);
        bool escapes = !new MySqlConnectionStringBuilder(connection.ConnectionString).NoBackslashEscapes;
        string[] modes = mode.Split(',', StringSplitOptions.RemoveEmptyEntries);
        bool isStrict = modes.Any(static m => m.StartsWith("STRICT_", StringComparison.OrdinalIgnoreCase));
        if (escapes && isStrict && modes.All(Harmless.Contains) && limit == ulong.MaxValue && checks == 1)
        {
            return new(connection, transaction, null);
        }

        // The driver escapes as the connection string says, and the server must read it so.
        await RunAsync(connection, transaction, Set(escapes ? "STRICT_ALL_TABLES" : "STRICT_ALL_TABLES,NO_BACKSLASH_ESCAPES", ulong.MaxValue, 1)).ConfigureAwait(false);
        return new(connection, transaction, Set(mode, limit, checks));
    }

    public async ValueTask GiveBackAsync()
    {
        if (_restore is { } restore && _connection.State == ConnectionState.Open)
        {
            await RunAsync(_connection, _transaction, restore).ConfigureAwait(false);
        }
    }

    private static async ValueTask<(string Mode, ulong Limit, ulong Checks)> AskAsync(
        MySqlConnection connection, MySqlTransaction transaction, CancellationToken cancellationToken)
    {
        // With a limit of its own, because that of the session may be 0.
        await using MySqlCommand ask = new("SELECT @@SESSION.sql_mode, CAST(@@SESSION.sql_select_limit AS CHAR), CAST(@@SESSION.unique_checks + 0 AS CHAR) LIMIT 1", connection, transaction);
        await using MySqlDataReader reader = await ask.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (reader.GetString(0), ulong.Parse(reader.GetString(1), CultureInfo.InvariantCulture), ulong.Parse(reader.GetString(2), CultureInfo.InvariantCulture));
    }

    private static string Set(string mode, ulong limit, ulong checks) =>
        string.Create(CultureInfo.InvariantCulture, $"SET SESSION sql_mode = '{mode}', sql_select_limit = {limit}, unique_checks = {checks}");

    private static async ValueTask RunAsync(MySqlConnection connection, MySqlTransaction transaction, string sql)
    {
        await using MySqlCommand command = new(sql, connection, transaction);
        await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
