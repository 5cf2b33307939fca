using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared.Refusals;

/// <summary>What is too large for a server is refused with both sizes; many that are large only together are stored.</summary>
public sealed class SizeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(false), InlineData(true)]
    public async Task MySql_takes_a_batch_that_is_larger_than_a_packet_and_no_task_that_is(bool withMemory)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(MySqlTestStore.Kind);
        int most = int.Parse((await store.QueryAsync("SELECT @@max_allowed_packet"))[0]!, System.Globalization.CultureInfo.InvariantCulture);
        await using ITaskContainer<RefusalTask, string> container = await RefusedTasks.OpenAsync(store, withMemory);
        await using RefusalScheduler scheduler = RefusedTasks.Start(container);
        InvalidTaskException refused = await Assert.ThrowsAsync<InvalidTaskException>(
            () => scheduler.EnqueueAsync(new RefusalTask("", new string('x', most)), cancellationToken: Cancellation).AsTask());
        Assert.Contains("max_allowed_packet", refused.Message, StringComparison.Ordinal);
        string megabytes = new('\'', 2_000_000);
        TaskHandle<string>[] handles = [.. await scheduler.EnqueueManyAsync(
            Enumerable.Range(0, (most / 4_000_000) + 2).Select(i => new RefusalTask("", $"{i} {megabytes}")), cancellationToken: Cancellation)];
        TaskOutcome<string>[] outcomes = await RefusedTasks.OutcomesAsync(handles);
        for (int i = 0; i < outcomes.Length; i++)
        {
            Assert.Equal((TaskState.Succeeded, $"{i} {megabytes}"), (outcomes[i].State, outcomes[i].Result));
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task PostgreSql_takes_no_text_that_its_index_cannot_hold(bool withMemory)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(PostgreSqlTestStore.Kind);
        await using ITaskContainer<RefusalTask, string> container = await RefusedTasks.OpenAsync(store, withMemory);
        await using RefusalScheduler scheduler = RefusedTasks.Start(container);

        // As IsIndexed makes it where no other database is referenced.
        await store.ExecuteAsync("CREATE INDEX refusal_by_word ON refusal (word)");

        // Compresses badly, so that it does not fit after all.
        Random random = new(1);
        string tooLong = string.Concat(Enumerable.Range(0, 5_000).Select(_ => (char)random.Next('!', '~')));
        Task<TaskHandle<string>>[] adds = [.. Enumerable.Range(0, 20).Select(i => Task.Run(
            () => scheduler.EnqueueAsync(new RefusalTask("", i == 9 ? tooLong : $"{i}"), cancellationToken: Cancellation).AsTask(), Cancellation))];
        InvalidTaskException refused = await Assert.ThrowsAsync<InvalidTaskException>(() => adds[9]);
        Assert.Contains("index", refused.Message, StringComparison.Ordinal);
        Assert.Equal("word", refused.Member, ignoreCase: true);
        for (int i = 0; i < adds.Length; i++)
        {
            Assert.Equal($"{i}", i == 9 ? "9" : await (await adds[i]).Completion.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancellation));
        }
    }
}
