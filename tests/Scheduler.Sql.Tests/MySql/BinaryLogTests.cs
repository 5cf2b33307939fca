using GeneratedScheduler.Sql.Tests.Shared;
using MySqlConnector;

namespace GeneratedScheduler.Sql.Tests.MySql;

/// <summary>A server that writes its binary log by statements refuses every change under READ COMMITTED: that is told at the start, and not by each task.</summary>
public sealed class BinaryLogTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_binary_log_by_statements_is_refused_at_the_start_and_one_by_rows_works()
    {
        await using OwnServer server = await OwnServer.StartNewAsync(MySqlTestStore.Kind, "--log-bin=log --binlog-format=STATEMENT");
        await using (SqlTaskContainer<FirstMailTask, string> refused = MySqlTestStore.OpenAs(server.ConnectionString, FirstMailScheduler.CreateDefinition(), null))
        {
            SchedulerConfigurationException told = await Assert.ThrowsAsync<SchedulerConfigurationException>(async () => await refused.InitializeAsync(Cancellation));
            Assert.Contains("binlog_format=STATEMENT", told.Message, StringComparison.Ordinal);
            Assert.Contains("binlog_format=ROW", told.Message, StringComparison.Ordinal);
        }

        await using (MySqlConnection connection = new(server.ConnectionString))
        {
            await connection.OpenAsync(Cancellation);
            await using MySqlCommand set = new("SET GLOBAL binlog_format = 'ROW'", connection);
            await set.ExecuteNonQueryAsync(Cancellation);
        }

        await using SqlTaskContainer<FirstMailTask, string> container =
            MySqlTestStore.OpenAs(server.ConnectionString + ";Application Name=again", FirstMailScheduler.CreateDefinition(), null);
        await Shared.Environments.Cycle.RunAsync(container);
    }
}
