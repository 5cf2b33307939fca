using System.Globalization;
using GeneratedScheduler.Conformance;
using GeneratedScheduler.Sql.PostgreSql;
using Npgsql;

namespace GeneratedScheduler.Sql.Tests.PostgreSql;

/// <summary>Every hot statement walks its index, in a table with a million finished and a hundred thousand waiting tasks.</summary>
public sealed class QueryPlanTests(QueryPlanTests.LargeTable table) : IClassFixture<QueryPlanTests.LargeTable>
{
    public static TheoryData<string, string> Plans => new()
    {
        { "add", "" },
        { "claim", "waiting" },
        { "claim_limited", "waiting" },
        { "promote", "delayed" },
        { "next_due", "delayed" },
        { "any_ready", "waiting" },
        { "first_in_line", "waiting" },
        { "succeed", "id" },
        { "fail", "id" },
        { "retry", "id" },
        { "release", "id" },
        { "report", "id" },
        { "renew", "id" },
        { "rescue", "lease" },
        { "stop_request", "id" },
        { "restart", "id" },
        { "delete", "id" },
        { "get", "id" },
        { "states", "id" },
        { "taken_keys", "unique_key" },
        { "list_unstarted", "unstarted" },
        { "list_claimed", "lease" },
        { "list_finished", "finished" },
        { "list_waiting", "waiting" },
        { "list_waiting_below", "waiting" },
        { "list_unstarted_newest", "unstarted" },
        { "list_claimed_newest", "lease" },
        { "list_finished_newest", "finished" },
        { "list_waiting_newest", "waiting" },
        { "list_waiting_above_newest", "waiting" },
        { "list_with_key", "unique_key" },
        { "purge_oldest", "finished" },
        { "purge_aged", "finished" },
    };

    [Theory, MemberData(nameof(Plans))]
    public async Task It_walks_its_index(string statement, string index)
    {
        string plan = await table.ExplainAsync(statement);
        Assert.DoesNotContain($"Seq Scan on {table.Name}", plan, StringComparison.Ordinal);
        if (index.Length > 0)
        {
            Assert.Contains($"{table.Name}_{index}", plan, StringComparison.Ordinal);
        }

        // The order of what is chosen comes from the index too; only what was found already may be sorted.
        if (index is not ("" or "id" or "unique_key"))
        {
            Assert.DoesNotContain("Sort Key: t.", plan, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("list_finished", "")]
    [InlineData("list_finished_newest", " Backward")]
    public async Task A_range_of_ends_bounds_the_walk(string statement, string direction)
    {
        string plan = await table.ExplainAsync(statement);
        Assert.Contains($"Index Scan{direction} using {table.Name}_finished ", plan, StringComparison.Ordinal);
        string bounds = plan.Split('\n').Single(line => line.Contains("Index Cond:", StringComparison.Ordinal));
        Assert.Contains("task_finished_at >", bounds, StringComparison.Ordinal);
        Assert.Contains("task_finished_at <", bounds, StringComparison.Ordinal);
    }

    /// <summary>The table, made once for all plans.</summary>
    public sealed class LargeTable : IAsyncLifetime
    {
        private NpgsqlDataSource? _source;
        private Dictionary<string, SqlStatement> _statements = [];

        public string Name { get; } = PostgreSqlFixture.NewName("plans");

        public async ValueTask InitializeAsync()
        {
            if (TestServers.PostgreSql is not { } connectionString)
            {
                return;
            }

            // The planner as the package sets it.
            PostgreSqlContainerOptions options = new();
            ProbeMapper mapper = new(Name);
            await using (SqlTaskContainer<ProbeTask, ProbeResult> container = new PostgreSqlStore(connectionString, options).OpenAlone("probe", mapper))
            {
                await container.InitializeAsync(CancellationToken.None);
            }

            _source = NpgsqlDataSource.Create($"{connectionString};Command Timeout=300;Options={PostgreSqlSettings.PlannerOptions}");
            await PostgreSqlFixture.ExecuteAsync(_source, Fill(4, 1_000_000), CancellationToken.None);
            await PostgreSqlFixture.ExecuteAsync(_source, Fill(1, 100_000), CancellationToken.None);
            await PostgreSqlFixture.ExecuteAsync(_source, $"VACUUM ANALYZE {Name}", CancellationToken.None);
            TaskStatements all = new(new PostgreSqlDialect(), new TableColumns(Name, mapper.TaskColumns, mapper.ResultColumns));
            _statements = Statements(all).ToDictionary(s => s.Name, StringComparer.Ordinal);
        }

        public async Task<string> ExplainAsync(string name)
        {
            _ = PostgreSqlFixture.ConnectionString;
            string text = new PostgreSqlCompiler(new PostgreSqlDialect()).Compile(_statements[name]).Text;
            int parameters = Enumerable.Range(1, 40).TakeWhile(i => text.Contains(string.Create(CultureInfo.InvariantCulture, $"${i}::"), StringComparison.Ordinal)).Count();
            await using NpgsqlConnection connection = await _source!.OpenConnectionAsync();
            await using (NpgsqlCommand prepare = new($"PREPARE explained AS {text}", connection))
            {
                await prepare.ExecuteNonQueryAsync();
            }

            string values = parameters == 0 ? "" : $"({string.Join(", ", Enumerable.Repeat("NULL", parameters))})";
            await using NpgsqlCommand explain = new($"EXPLAIN EXECUTE explained{values}", connection);
            await using NpgsqlDataReader reader = await explain.ExecuteReaderAsync();
            List<string> lines = [];
            while (await reader.ReadAsync())
            {
                lines.Add(reader.GetString(0));
            }

            await reader.DisposeAsync();
            await using NpgsqlCommand forget = new("DEALLOCATE explained", connection);
            await forget.ExecuteNonQueryAsync();
            return string.Join('\n', lines);
        }

        public async ValueTask DisposeAsync()
        {
            if (_source is not null)
            {
                await PostgreSqlFixture.ExecuteAsync(_source, $"DROP TABLE {Name}", CancellationToken.None);
                await _source.DisposeAsync();
            }
        }

        private static IEnumerable<SqlStatement> Statements(TaskStatements all) =>
        [
            all.Add.Add, all.Claim.Promote, all.Claim.Claim, all.Claim.ClaimLimited, all.Claim.NextDue,
            all.Claim.FirstInLine, all.Claim.AnyReady, all.Move.Report, all.Move.Succeed, all.Move.Fail, all.Move.Retry, all.Move.Release,
            all.Lease.Renew, all.Lease.Rescue, all.Command.Stop, all.Command.Restart, all.Command.Delete, all.Read.Get, all.Read.States,
            all.Read.TakenKeys, all.Read.WithKey, .. Lists(all.OldestFirst), .. Lists(all.NewestFirst), all.Retention.Oldest, all.Retention.OldestPlaces, all.Retention.Aged,
        ];

        private static QueryStatement[] Lists(ListStatements lists) =>
            [lists.Unstarted, lists.Claimed, lists.Finished, lists.WaitingInPriority, lists.WaitingBeyond];

        private string Fill(int state, int count) => $"""
            INSERT INTO {Name} (task_id, task_state, task_ready, task_not_before, task_created_at, task_finished_at, number)
            SELECT gen_random_uuid(), {state}, {(state == 1 ? "true" : "false")}, now(), now(), {(state == 4 ? "now()" : "NULL")}, n
            FROM generate_series(1, {count}) AS n
            """;
    }
}
