using System.Data.Common;
using MySqlConnector;
using Npgsql;

namespace GeneratedScheduler.Benchmarks.Systems;

/// <summary>A transaction that does nothing and sees the database as it was when it began: a forgotten client, a long report, a backup.</summary>
internal sealed class OldSnapshot : IAsyncDisposable
{
    private readonly DbConnection _connection;

    private OldSnapshot(DbConnection connection) => _connection = connection;

    public static async Task<OldSnapshot> OpenAsync(string container, CancellationToken cancellationToken)
    {
        bool isPostgreSql = PostgreSqlServer.Keeps(container);
        if (!isPostgreSql && !container.EndsWith("mysql", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{container} has no server that keeps old versions for a reader; choose postgres or mysql.");
        }

        // Without a pool: what it leaves behind ends with it.
        DbConnection connection = isPostgreSql
            ? new NpgsqlConnection($"{PostgreSqlServer.ConnectionString};Pooling=false")
            : new MySqlConnection($"{DurableStores.MySqlConnectionString};Pooling=false");
        OldSnapshot snapshot = new(connection);
        await connection.OpenAsync(cancellationToken);
        if (isPostgreSql)
        {
            await snapshot.ExecuteAsync("BEGIN ISOLATION LEVEL REPEATABLE READ", cancellationToken);
            await snapshot.ExecuteAsync("SELECT 1", cancellationToken);
        }
        else
        {
            await snapshot.ExecuteAsync("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", cancellationToken);
            await snapshot.ExecuteAsync("START TRANSACTION WITH CONSISTENT SNAPSHOT", cancellationToken);
        }

        return snapshot;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using DbCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
