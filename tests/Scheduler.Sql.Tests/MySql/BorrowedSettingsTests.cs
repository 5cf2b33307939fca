using GeneratedScheduler.Sql.Tests.Shared;
using MySqlConnector;

namespace GeneratedScheduler.Sql.Tests.MySql;

/// <summary>In a transaction of the application's own, tasks are enqueued whatever its session is set to, and the session is set so afterwards.</summary>
public sealed class BorrowedSettingsTests
{
    private const string Ask = "SELECT CONCAT_WS(';', @@SESSION.sql_mode, @@SESSION.sql_select_limit, @@SESSION.unique_checks, @@SESSION.tx_isolation, @@SESSION.completion_type) LIMIT 1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sql_mode = ''")]
    [InlineData("sql_mode = 'ANSI,ORACLE'")]
    [InlineData("sql_mode = 'TRADITIONAL,PAD_CHAR_TO_FULL_LENGTH'")]
    [InlineData("sql_mode = 'NO_BACKSLASH_ESCAPES'", "NoBackslashEscapes=True")]
    [InlineData("sql_select_limit = 1")]
    [InlineData("sql_select_limit = 0, unique_checks = 0")]
    [InlineData("completion_type = 'CHAIN'")]
    [InlineData("SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE")]
    public async Task A_session_is_left_as_it_was(string setting, string options = "")
    {
        await using MySqlTestStore store = await MySqlTestStore.CreateAsync();
        await using FirstMailScheduler scheduler = FirstMailScheduler.Create(setup =>
        {
            setup.Options.RunTasks = false;
            setup.Container = store.Open(setup.Definition);
        });
        await scheduler.EnqueueAsync("taken", 0, new EnqueueOptions { UniqueKey = "taken" }, Cancellation);
        await using MySqlConnection connection = new($"{MySqlFixture.ConnectionString};Database={store.Database};{options}");
        await connection.OpenAsync(Cancellation);
        await ExecuteAsync(connection, null, $"SET {setting}");
        await using MySqlTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
        object? before = await ExecuteAsync(connection, transaction, Ask);
        List<TaskHandle<string>> handles = [];
        for (int i = 0; i < 3; i++)
        {
            handles.Add(await scheduler.EnqueueAsync(transaction, @"back\slash 'quote' ""double""  ", i, new EnqueueOptions { UniqueKey = $"{i}" }, Cancellation));
        }

        Assert.Equal(before, await ExecuteAsync(connection, transaction, Ask));
        await Assert.ThrowsAsync<DuplicateTaskException>(
            async () => await scheduler.EnqueueAsync(transaction, "again", 1, new EnqueueOptions { UniqueKey = "taken" }, Cancellation));
        Assert.Equal(before, await ExecuteAsync(connection, transaction, Ask));
        await transaction.CommitAsync(Cancellation);
        foreach (TaskHandle<string> handle in handles)
        {
            Assert.Equal(@"back\slash 'quote' ""double""  ", (await scheduler.GetAsync(handle.Id, Cancellation))?.Payload.Recipient);
        }

        Assert.Equal(4, (await scheduler.CountAsync(Cancellation)).Waiting);
    }

    private static async Task<object?> ExecuteAsync(MySqlConnection connection, MySqlTransaction? transaction, string sql)
    {
        await using MySqlCommand command = new(sql, connection, transaction);
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
