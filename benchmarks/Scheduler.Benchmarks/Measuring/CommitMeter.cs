using System.Diagnostics;
using GeneratedScheduler.Benchmarks.Systems;
using Npgsql;

namespace GeneratedScheduler.Benchmarks.Measuring;

/// <summary>How many transactions the benchmark's PostgreSQL database has committed, as the server counts them.</summary>
/// <remarks>
/// It asks from another database of the server, where its own questions are counted. A backend reports what it has committed when it
/// ends, and otherwise at most once a second, or after 10 idle seconds: before a count is believed, all backends must have had the chance.
/// </remarks>
internal sealed class CommitMeter : IAsyncDisposable
{
    private static readonly TimeSpan LongestReport = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(50);

    private readonly NpgsqlDataSource _source;
    private readonly string _database;

    private CommitMeter(NpgsqlDataSource source, string database) => (_source, _database) = (source, database);

    /// <summary>Makes one, if tasks are kept in PostgreSQL.</summary>
    public static CommitMeter? For(string container)
    {
        if (!PostgreSqlServer.Keeps(container))
        {
            return null;
        }

        NpgsqlConnectionStringBuilder settings = new(PostgreSqlServer.ConnectionString);
        string database = settings.Database ?? settings.Username ?? "";
        settings.Database = database == "postgres" ? "template1" : "postgres";
        return new(NpgsqlDataSource.Create(settings.ConnectionString), database);
    }

    public async Task<long> ReadAsync(CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        while (await AskAsync(UnreportedBackends, cancellationToken) > 0 && Stopwatch.GetElapsedTime(begin) < LongestReport)
        {
            await Task.Delay(AskInterval, TimeProvider.System, cancellationToken);
        }

        return await AskAsync(Commits, cancellationToken);
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private const string UnreportedBackends = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = $1 AND backend_type = 'client backend'
          AND (state IS DISTINCT FROM 'idle' OR state_change > clock_timestamp() - interval '10.5 seconds')
        """;

    private const string Commits = "SELECT xact_commit FROM pg_stat_database WHERE datname = $1";

    private async Task<long> AskAsync(string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = _source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = _database });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
