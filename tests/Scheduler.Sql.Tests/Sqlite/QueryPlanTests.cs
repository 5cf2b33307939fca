using GeneratedScheduler.Conformance;
using GeneratedScheduler.Sql.Sqlite;
using Microsoft.Data.Sqlite;

namespace GeneratedScheduler.Sql.Tests.Sqlite;

/// <summary>Every statement walks the index that is meant for it, without sorting.</summary>
public sealed class QueryPlanTests
{
    private static readonly ProbeMapper Mapper = new("probe");
    private static readonly TaskStatements Statements = new(SqliteDialect.Instance, new TableColumns(Mapper.Table, Mapper.TaskColumns, Mapper.ResultColumns));

    private static readonly (SqlStatement Statement, string Index)[] All =
    [
        (Statements.Claim.Promote, "probe_delayed"), (Statements.Claim.Claim, "probe_waiting"), (Statements.Claim.ClaimLimited, "probe_waiting"),
        (Statements.Claim.NextDue, "probe_delayed"), (Statements.Claim.FirstInLine, "probe_waiting"), (Statements.Lease.Rescue, "probe_lease"),
        (Statements.Lease.Renew, "probe_id"), (Statements.Move.Succeed, "probe_id"), (Statements.Move.Retry, "probe_id"), (Statements.Command.Stop, "probe_id"),
        (Statements.Command.Delete, "probe_id"), (Statements.Read.Get, "probe_id"), (Statements.Read.States, "probe_id"),
        (Statements.Read.TakenKeys, "probe_unique_key"), (Statements.Read.WithKey, "probe_unique_key"),
        .. Lists(Statements.OldestFirst), .. Lists(Statements.NewestFirst),
        (Statements.Retention.Oldest, "probe_finished"), (Statements.Retention.OldestPlaces, "probe_finished"), (Statements.Retention.Aged, "probe_finished"),
    ];

    public static TheoryData<string> Names => [.. All.Select(s => s.Statement.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task It_walks_its_index(string name)
    {
        (SqlStatement statement, string index) = All.First(s => s.Statement.Name == name);
        await using SqliteProbe store = new();
        await store.OpenAsync();
        using SqliteConnection connection = store.Connect();
        for (int round = 0; round < 2; round++)
        {
            string[] plan = Plan(connection, SqliteCompiler.Compile(statement).Sql);
            Assert.Contains(plan, step => step.Contains($"SEARCH probe USING INDEX {index} ", StringComparison.Ordinal)
                || step.Contains($"SEARCH probe USING COVERING INDEX {index} ", StringComparison.Ordinal)
                || step.EndsWith($" INDEX {index}", StringComparison.Ordinal));
            Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal) || step == "SCAN probe");

            // A million finished and many waiting rows, as ANALYZE would tell of them, must not change its mind.
            SqliteProbe.Ask(connection, "ANALYZE; DELETE FROM sqlite_stat1; INSERT INTO sqlite_stat1 VALUES "
                + "('probe','probe_id','1100000 1'), ('probe','probe_waiting','100000 50000 25000 1'), ('probe','probe_delayed','50000 50000 1 1'), "
                + "('probe','probe_lease','100 1 1'), ('probe','probe_finished','1000000 500000 1 1'), ('probe','probe_unique_key','10 1'), "
                + "('probe','probe_unstarted','10 1'); ANALYZE sqlite_schema");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_range_of_ends_bounds_the_walk(bool newestFirst)
    {
        await using SqliteProbe store = new();
        await store.OpenAsync();
        using SqliteConnection connection = store.Connect();
        ListStatements lists = newestFirst ? Statements.NewestFirst : Statements.OldestFirst;
        string[] plan = Plan(connection, SqliteCompiler.Compile(lists.Finished).Sql);
        Assert.Contains("(task_state=? AND task_finished_at>? AND task_finished_at<?)", Assert.Single(plan), StringComparison.Ordinal);
    }

    private static (SqlStatement, string)[] Lists(ListStatements lists) =>
    [
        (lists.Unstarted, "probe_unstarted"), (lists.Claimed, "probe_lease"), (lists.Finished, "probe_finished"),
        (lists.WaitingInPriority, "probe_waiting"), (lists.WaitingBeyond, "probe_waiting"),
    ];

    private static string[] Plan(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        foreach (string parameter in System.Text.RegularExpressions.Regex.Matches(sql, ":[a-z][a-z_0-9]*").Select(m => m.Value).Distinct())
        {
            command.Parameters.AddWithValue(parameter, 1);
        }

        using SqliteDataReader reader = command.ExecuteReader();
        List<string> steps = [];
        while (reader.Read())
        {
            steps.Add(reader.GetString(3));
        }

        return [.. steps];
    }
}
