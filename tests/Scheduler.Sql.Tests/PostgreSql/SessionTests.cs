using GeneratedScheduler.Sql.PostgreSql;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.PostgreSql;

/// <summary>The settings of the sessions that a container makes for itself.</summary>
public sealed class SessionTests
{
    [Fact]
    public async Task The_server_asks_silent_clients_whether_they_are_there() =>
        Assert.Equal("15", await AskAsync("", "tcp_keepalives_idle"));

    [Fact]
    public async Task What_the_application_says_of_them_counts() =>
        Assert.Equal("77", await AskAsync(";Options=-c tcp_keepalives_idle=77", "tcp_keepalives_idle"));

    [Fact]
    public async Task What_the_application_says_of_plans_does_not() =>
        Assert.Equal("off", await AskAsync(";Options=-c enable_seqscan=on", "enable_seqscan"));

    private static async Task<string> AskAsync(string settings, string name)
    {
        await using PostgreSqlDatabase database = (PostgreSqlDatabase)new PostgreSqlStore(PostgreSqlFixture.ConnectionString + settings).Database;
        RowList<string> answer = new(static row => row.GetText(0));
        QueryStatement ask = new() { Name = "ask", Table = "", Returning = [new("value", ColumnKind.Text, $"current_setting('{name}')")] };
        await database.ReadAsync(new SqlCall(ask, null, null, answer), TestContext.Current.CancellationToken);
        return Assert.Single(answer.Items);
    }
}
