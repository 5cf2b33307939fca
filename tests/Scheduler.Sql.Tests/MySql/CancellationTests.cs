using System.Globalization;
using GeneratedScheduler.Sql.Tests.Shared;
using MySqlConnector;

namespace GeneratedScheduler.Sql.Tests.MySql;

/// <summary>
/// A call that was sent is not cancelled: MariaDB would end one statement of several, or leave the rest out without an answer. A caller who gives up gets what happened, soon.
/// </summary>
public sealed class CancellationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_add_that_waits_in_the_server_goes_on_after_its_caller_gave_up()
    {
        await using SqlTestStore store = await MySqlTestStore.CreateAsync();
        await using FirstMailScheduler scheduler = CreateEnqueuer(store);
        await scheduler.CountAsync(Cancellation);
        await using MySqlConnection connection = (MySqlConnection)await store.ConnectAsync();
        await using MySqlTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
        await scheduler.EnqueueAsync(transaction, "first", 1, new EnqueueOptions { UniqueKey = "k" }, Cancellation);

        using CancellationTokenSource giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task<TaskHandle<string>> waiting = scheduler.EnqueueAsync("second", 2, new EnqueueOptions { UniqueKey = "k" }, giveUp.Token).AsTask();
        await Eventually.IsTrueAsync(async () => await TransactionsAsync(store, "LOCK WAIT") == 1, () => "the second add waits for the first one's key");
        await giveUp.CancelAsync();
        await transaction.RollbackAsync(Cancellation);

        TaskHandle<string> added = await waiting.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancellation);
        Assert.Equal("second", (await scheduler.GetAsync(added.Id, Cancellation))?.Payload.Recipient);
        Assert.Equal(1, (await scheduler.CountAsync(Cancellation)).Waiting);
    }

    [Fact]
    public async Task Whenever_callers_give_up_the_add_is_done_or_not_done_and_nothing_is_left_open()
    {
        await using SqlTestStore store = await MySqlTestStore.CreateAsync();
        await using FirstMailScheduler scheduler = CreateEnqueuer(store);
        await scheduler.CountAsync(Cancellation);
        int added = 0;
        for (int i = 0; i < 300; i++)
        {
            using CancellationTokenSource giveUp = new(TimeSpan.FromMicroseconds(i * 20));
            try
            {
                await scheduler.EnqueueAsync("a", i, new EnqueueOptions { UniqueKey = $"{i}" }, giveUp.Token);
                added++;
            }
            catch (OperationCanceledException exception) when (exception.CancellationToken == giveUp.Token)
            {
                // Nothing was added: the number below would be another one.
            }
        }

        Assert.Equal(added, (await scheduler.CountAsync(Cancellation)).Waiting);
        Assert.Equal(0, await TransactionsAsync(store, ""));

        // Keys and counts are not locked.
        for (int i = 0; i < 300; i++)
        {
            await scheduler.EnqueueAsync("a", i, new EnqueueOptions { UniqueKey = $"{i}", OnConflict = EnqueueConflict.UseExisting }, Cancellation);
        }

        Assert.Equal(300, (await scheduler.CountAsync(Cancellation)).Waiting);
    }

    private static FirstMailScheduler CreateEnqueuer(SqlTestStore store) => FirstMailScheduler.Create(setup =>
    {
        setup.Options.RunTasks = false;
        setup.Container = store.Open(setup.Definition);
    });

    private static async Task<int> TransactionsAsync(SqlTestStore store, string state)
    {
        // The server answers again what it has answered before, unless nobody has asked for a tenth of a second.
        await Task.Delay(TimeSpan.FromMilliseconds(150), TimeProvider.System, Cancellation);
        List<string?> answer = await store.QueryAsync(
            "SELECT count(*) FROM information_schema.innodb_trx x JOIN information_schema.processlist p ON p.id = x.trx_mysql_thread_id "
            + $"WHERE p.db = '{((MySqlTestStore)store).Database}' AND x.trx_state LIKE '{state}%'");
        return int.Parse(answer[0]!, CultureInfo.InvariantCulture);
    }
}
