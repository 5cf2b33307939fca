using System.Diagnostics;
using GeneratedScheduler.Benchmarks.Systems;
using Npgsql;

namespace GeneratedScheduler.Benchmarks.Measuring;

/// <summary>Counts of the benchmark's PostgreSQL database.</summary>
/// <remarks>
/// It asks from another database of the server, where its own questions are counted. A backend reports what it has committed when it
/// ends, and otherwise at most once a second, or after 10 idle seconds: before a count is believed, all backends must have had the chance.
/// Statements are the calls that <c>pg_stat_statements</c> knows, BEGIN and COMMIT included, if the server has loaded it, as ours has.
/// </remarks>
internal sealed class PostgreSqlMeter : StoreMeter
{
    private static readonly TimeSpan LongestReport = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(50);

    private readonly NpgsqlDataSource _source;
    private readonly string _database;
    private bool? _countsStatements;

    public PostgreSqlMeter()
    {
        NpgsqlConnectionStringBuilder settings = new(PostgreSqlServer.ConnectionString);
        _database = settings.Database ?? settings.Username ?? "";
        settings.Database = _database == "postgres" ? "template1" : "postgres";
        _source = NpgsqlDataSource.Create(settings.ConnectionString);
    }

    public override async Task<StoreCounts> ReadAsync(CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        while (await AskAsync(UnreportedBackends, cancellationToken) > 0 && Stopwatch.GetElapsedTime(begin) < LongestReport)
        {
            await Task.Delay(AskInterval, TimeProvider.System, cancellationToken);
        }

        return await CountAsync(cancellationToken);
    }

    public override async Task<StoreCounts> CountAsync(CancellationToken cancellationToken)
    {
        _countsStatements ??= await CanCountStatementsAsync(cancellationToken);
        return new(
            await AskAsync(Commits, cancellationToken),
            _countsStatements.Value ? await AskAsync(Statements, cancellationToken) : null)
        {
            Rollbacks = await AskAsync(Rollbacks, cancellationToken),
        };
    }

    public override async Task<int> CountConnectionsAsync(CancellationToken cancellationToken) => (int)await AskAsync(Connections, cancellationToken);

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    private const string UnreportedBackends = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = $1 AND backend_type = 'client backend'
          AND (state IS DISTINCT FROM 'idle' OR state_change > clock_timestamp() - interval '10.5 seconds')
        """;

    private const string Connections = "SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'";

    private const string Commits = "SELECT xact_commit FROM pg_stat_database WHERE datname = $1";

    private const string Rollbacks = "SELECT xact_rollback FROM pg_stat_database WHERE datname = $1";

    private const string Statements = """
        SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = $1
        """;

    private async Task<bool> CanCountStatementsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using NpgsqlCommand create = _source.CreateCommand("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
            await create.ExecuteNonQueryAsync(cancellationToken);
            await AskAsync(Statements, cancellationToken);
            return true;
        }
        catch (PostgresException)
        {
            // Not installed, not loaded, or not allowed.
            return false;
        }
    }

    private async Task<long> AskAsync(string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = _source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = _database });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
