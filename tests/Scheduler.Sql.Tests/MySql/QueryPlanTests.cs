using GeneratedScheduler.Sql.MySql;

namespace GeneratedScheduler.Sql.Tests.MySql;

/// <summary>Every hot statement walks its index, in a table with a million finished and a hundred thousand waiting tasks.</summary>
public sealed class QueryPlanTests(LargeTable table) : IClassFixture<LargeTable>
{
    public static TheoryData<string, string> Plans => new()
    {
        { "claim", "waiting" },
        { "claim_limited", "waiting" },
        { "promote", "lease" },
        { "next_due", "lease" },
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
        { "list_unstarted", "lease" },
        { "list_claimed", "lease" },
        { "list_finished", "lease" },
        { "list_waiting", "waiting" },
        { "list_waiting_below", "waiting" },
        { "list_unstarted_newest", "lease" },
        { "list_claimed_newest", "lease" },
        { "list_finished_newest", "lease" },
        { "list_waiting_newest", "waiting" },
        { "list_waiting_above_newest", "waiting" },
        { "list_with_key", "unique_key" },
        { "purge_oldest", "lease" },
        { "oldest_places", "lease" },
        { "purge_aged", "lease" },
    };

    [Theory, MemberData(nameof(Plans))]
    public async Task It_walks_its_index(string statement, string index) => Check(await table.ExplainAsync(statement), $"{table.Name}_{index}");

    [Fact]
    public async Task What_counts_against_a_limit_is_not_searched_in_the_table() =>
        Check(await table.ExplainAsync("claim_limited", static (compiler, packet, call) =>
        {
            ParameterWriter.Add(packet.Command, call);
            packet.Append(compiler.Room((PickStatement)call.Statement));
        }), $"{table.Name}_lease");

    [Theory, InlineData("succeed"), InlineData("claim"), InlineData("rescue")]
    public async Task What_was_found_is_changed_by_number(string statement) =>
        Check(await table.ExplainAsync(statement, static (compiler, packet, call) =>
        {
            List<FoundRow> found = [new(3, 0, 2, 4), new(8, 0, 2, 4), new(9, 0, 2, 4)];
            ChangeStep.AppendUpdate(compiler.Dialect, packet, compiler.Compile<CompiledChange>(call.Statement), call, found);
        }), "PRIMARY");

    private static void Check(List<PlanLine> plan, string index)
    {
        PlanLine line = Assert.Single(plan, static p => p.Table == "t");
        Assert.True(line.Type is not ("ALL" or "index"), line.ToString());
        Assert.Equal(index, line.Key);
        Assert.DoesNotContain(plan, static p => p.Extra.Contains("filesort", StringComparison.OrdinalIgnoreCase) || p.Extra.Contains("temporary", StringComparison.OrdinalIgnoreCase));
    }
}
