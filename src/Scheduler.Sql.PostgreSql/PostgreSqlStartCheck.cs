using System.Globalization;
using Npgsql;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>What would keep tasks from working later: asked once, at the start.</summary>
internal static class PostgreSqlStartCheck
{
    /// <exception cref="StoreUnavailableException">The server cannot be reached.</exception>
    public static async ValueTask<IReadOnlyList<string>> FindAsync(PostgreSqlConnections connections, CancellationToken cancellationToken)
    {
        NpgsqlConnectionStringBuilder settings = connections.Settings;
        if (settings.Pooling && settings.MaxPoolSize < connections.LeastPoolSize)
        {
            return
            [
                string.Create(CultureInfo.InvariantCulture, $"The connection string says Maximum Pool Size={settings.MaxPoolSize}, and at least {connections.LeastPoolSize} connections ")
                    + "are needed, and one more to be told of new tasks; write 4 or more.",
            ];
        }

        await using NpgsqlConnection connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using NpgsqlCommand ask = new("SELECT pg_is_in_recovery()", connection);
        return await ask.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true
            ? ["The server is a standby, which takes no writes; connect to the primary. With several hosts in the connection string write Target Session Attributes=primary."]
            : [];
    }
}
