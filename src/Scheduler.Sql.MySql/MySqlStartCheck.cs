using System.Buffers;
using System.Globalization;
using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>What would keep tasks from working later: asked once, at the start.</summary>
internal static class MySqlStartCheck
{
    private static readonly SearchValues<char> OfVersions = SearchValues.Create("0123456789.");
    private static readonly Version LeastMySql = new(8, 0, 19);
    private static readonly Version LeastMariaDb = new(10, 8);

    /// <exception cref="StoreUnavailableException">The server cannot be reached, or takes no writes.</exception>
    public static async ValueTask<IReadOnlyList<string>> FindAsync(MySqlConnections connections, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        MySqlConnectionStringBuilder settings = new(connections.ConnectionString);
        // Of the application's, leases keep one.
        uint least = connections.IsOwn ? MySqlSettings.LeastPoolSize : MySqlSettings.LeastPoolSize + 1;
        if (settings.Pooling && settings.MaximumPoolSize < least)
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture, $"The connection string says Maximum Pool Size={settings.MaximumPoolSize}, and at least {least} connections are needed; write that number or more."));
            return problems;
        }

        await using MySqlConnection connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        (string server, bool hasDatabase) = await AskAsync(connection, cancellationToken).ConfigureAwait(false);
        if (!hasDatabase)
        {
            problems.Add("The connection string names no database; add Database=…");
        }

        if (ProblemOf(server) is { } problem)
        {
            problems.Add(problem);
        }

        Dictionary<string, string> variables = await ReadVariablesAsync(connection, cancellationToken).ConfigureAwait(false);
        if (variables.GetValueOrDefault("log_bin") == "ON" && variables.GetValueOrDefault("binlog_format") == "STATEMENT")
        {
            problems.Add(
                "The server writes its binary log by statements (binlog_format=STATEMENT), and then refuses every change that is made under READ COMMITTED; "
                + "set binlog_format=ROW, or MIXED, in its configuration and restart the applications.");
        }

        if (problems.Count == 0)
        {
            // A server that is read-only refuses it, unless the account may write nevertheless.
            await using MySqlCommand write = new("START TRANSACTION READ WRITE; ROLLBACK", connection);
            await write.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        return problems;
    }

    /// <summary>What is wrong with a server of a version; <see langword="null"/> if nothing is.</summary>
    public static string? ProblemOf(string server)
    {
        bool isMariaDb = server.Contains("MariaDB", StringComparison.OrdinalIgnoreCase);

        // So that old clients take it for a MySQL that they know.
        string version = isMariaDb && server.StartsWith("5.5.5-", StringComparison.Ordinal) ? server[6..] : server;
        int end = version.AsSpan().IndexOfAnyExcept(OfVersions);
        Version least = isMariaDb ? LeastMariaDb : LeastMySql;
        return Version.TryParse((end < 0 ? version : version[..end]).TrimEnd('.'), out Version? found) && found.Build >= 0 && found < least
            ? $"The server is {(isMariaDb ? "MariaDB" : "MySQL")} {found}; {least} or later is needed."
            : null;
    }

    private static async ValueTask<(string Version, bool HasDatabase)> AskAsync(MySqlConnection connection, CancellationToken cancellationToken)
    {
        await using MySqlCommand ask = new("SELECT VERSION(), DATABASE() IS NOT NULL", connection);
        await using MySqlDataReader reader = await ask.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (reader.GetString(0), reader.GetInt64(1) != 0);
    }

    private static async ValueTask<Dictionary<string, string>> ReadVariablesAsync(MySqlConnection connection, CancellationToken cancellationToken)
    {
        // Not as @@name: not every server has all of them.
        await using MySqlCommand ask = new("SHOW VARIABLES WHERE Variable_name IN ('log_bin', 'binlog_format')", connection);
        await using MySqlDataReader reader = await ask.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        Dictionary<string, string> variables = new(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            variables[reader.GetString(0)] = reader.GetString(1);
        }

        return variables;
    }
}
