using GeneratedScheduler.Conformance;
using GeneratedScheduler.Sql.MySql;
using MySqlConnector;

namespace GeneratedScheduler.Sql.Tests.MySql;

/// <summary>One line of a plan.</summary>
internal sealed record PlanLine(string Table, string Type, string Key, string Extra);

/// <summary>A table with many tasks, made once for all plans.</summary>
public sealed class LargeTable : IAsyncLifetime
{
    private readonly MySqlCompiler _compiler = new(new MySqlDialect());
    private MySqlConnections? _source;
    private Dictionary<string, SqlStatement> _statements = [];

    public string Name { get; } = MySqlFixture.NewName("plans");

    public async ValueTask InitializeAsync()
    {
        if (TestServers.MySql is not { } connectionString)
        {
            return;
        }

        _source = new(connectionString, TimeSpan.FromMinutes(5));
        MySqlContainerOptions options = new();
        ProbeMapper mapper = new(Name);
        await using (SqlTaskContainer<ProbeTask, ProbeResult> container = new MySqlStore(connectionString, options).OpenAlone("probe", mapper))
        {
            await container.InitializeAsync(CancellationToken.None);
        }

        await ExecuteAsync(Fill(4, 6));
        await ExecuteAsync(Fill(1, 5));
        await ExecuteAsync($"UPDATE {Name} SET task_unique_key = 'a text' WHERE task_state = 1 ORDER BY task_seq LIMIT 1");
        await ExecuteAsync($"ANALYZE TABLE {Name}");
        TaskStatements all = new(_compiler.Dialect, new TableColumns(Name, mapper.TaskColumns, mapper.ResultColumns));
        _statements = Statements(all).ToDictionary(s => s.Name, StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (_source is not null)
        {
            await ExecuteAsync($"DROP TABLE {Name}");
            await _source.DisposeAsync();
        }
    }

    /// <summary>The plan of the search or query of a statement.</summary>
    internal Task<List<PlanLine>> ExplainAsync(string name) => ExplainAsync(name, static (compiler, packet, call) =>
    {
        if (call.Statement is QueryStatement)
        {
            ReadStep.Append(compiler, packet, call);
        }
        else
        {
            SearchStep.Append(compiler, packet, call);
        }
    });

    /// <summary>The plan of what is written about a call of a statement.</summary>
    internal async Task<List<PlanLine>> ExplainAsync(string name, Action<MySqlCompiler, MySqlPacket, SqlCall> write)
    {
        _ = MySqlFixture.ConnectionString;
        SqlStatement statement = _statements[name];
        await using MySqlConnection connection = await _source!.OpenAsync(CancellationToken.None);
        MySqlPacket packet = new MySqlPacket(connection, null).Append("EXPLAIN ");
        write(_compiler, packet, new SqlCall(statement, new SampleRows(statement.Parameters, name), new SampleRows(Rows(statement), name), null, 100));
        await using MySqlCommand command = packet.Command;
        command.CommandText = packet.Sql.ToString();
        await using MySqlDataReader reader = await command.ExecuteReaderAsync();
        List<PlanLine> lines = [];
        while (await reader.ReadAsync())
        {
            lines.Add(new PlanLine(Text("table"), Text("type"), Text("key"), Text("Extra")));
        }

        return lines;

        string Text(string column) => reader[column] as string ?? "";
    }

    private static System.Collections.Immutable.ImmutableArray<SqlInput> Rows(SqlStatement statement) => statement switch
    {
        UpdateStatement update => update.Rows,
        DeleteStatement delete => delete.Rows,
        QueryStatement query => query.Rows,
        _ => [],
    };

    private static IEnumerable<SqlStatement> Statements(TaskStatements all) =>
    [
        all.Claim.Promote, all.Claim.Claim, all.Claim.ClaimLimited, all.Claim.NextDue, all.Claim.FirstInLine, all.Claim.AnyReady,
        all.Move.Report, all.Move.Succeed, all.Move.Fail, all.Move.Retry, all.Move.Release, all.Lease.Renew, all.Lease.Rescue, all.Command.Stop,
        all.Command.Restart, all.Command.Delete, all.Read.Get, all.Read.States, all.Read.TakenKeys, all.Read.WithKey,
        .. Lists(all.OldestFirst), .. Lists(all.NewestFirst), all.Retention.Oldest, all.Retention.OldestPlaces, all.Retention.Aged,
    ];

    private static QueryStatement[] Lists(ListStatements lists) =>
        [lists.Unstarted, lists.Claimed, lists.Finished, lists.WaitingInPriority, lists.WaitingBeyond];

    // As many rows as so many digits have numbers; every server can do that.
    private string Fill(int state, int digits)
    {
        string digit = "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)";
        string number = string.Join(" + ", Enumerable.Range(0, digits).Select(i => $"d{i}.d * {Math.Pow(10, i)}"));
        string finished = state == 4 ? "UTC_TIMESTAMP(6)" : "NULL";
        return $"INSERT INTO {Name} (task_id, task_state, task_ready, task_not_before, task_created_at, task_finished_at, number, text) "
            + $"SELECT CONCAT('0000000{state}-0000-7000-8000-', LPAD(HEX({number}), 12, '0')), {state}, {(state == 1 ? "TRUE" : "FALSE")}, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), {finished}, {number}, '' "
            + $"FROM {string.Join(" JOIN ", Enumerable.Range(0, digits).Reverse().Select(i => $"{digit} AS d{i}"))}";
    }

    private async Task ExecuteAsync(string sql)
    {
        await using MySqlConnection connection = await _source!.OpenAsync(CancellationToken.None);
        await using MySqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
