using GeneratedScheduler.Sql.Sqlite;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared.Retention;

/// <summary>Finished tasks go when they are too old or too many, the oldest first, and nothing else goes.</summary>
public sealed class RetentionTests
{
    // Several batches of 500, and a rest.
    private const int Tasks = 1_250;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task As_many_of_each_state_as_wanted_are_kept_however_many_processes_clean_up(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        List<TaskId> succeeded = [];
        await using (SqlTaskContainer<FirstMailTask, string> container = await OpenAsync(store, _ => { }))
        {
            TaskId[] ids = await container.AddAsync([.. Enumerable.Range(0, Tasks).Select(i => new FirstMailTask("a", i))]);
            succeeded.AddRange(ids.Where((_, i) => i % 10 > 2));
            await FinishAsync(container, i => i % 10 == 0 ? "fail" : i % 10 == 1 ? "stop" : i % 10 == 2 ? "keep" : "succeed");
        }

        SqlTaskContainer<FirstMailTask, string>[] cleaners = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync(
            store, options => (options.Retention.SucceededCount, options.Retention.FailedCount, options.Retention.StoppedCount) = (100, 0, 7))));
        try
        {
            TaskCounts expected = new() { Running = Tasks / 10, Succeeded = 100, Stopped = 7 };
            await Eventually.IsTrueAsync(async () => expected.Equals(await cleaners[0].CountAsync(Cancellation)), () => "the rest is gone");

            // One more comes, the oldest goes: whoever cleans up has looked at all of them again, and nobody has taken one too many.
            for (int round = 0; round < 3; round++)
            {
                succeeded.Add(await SucceedAsync(cleaners[round]));
                TaskId oldest = succeeded[^101];
                await Eventually.IsTrueAsync(
                    async () => (await cleaners[0].GetAsync(new[] { oldest }, Cancellation))[0] is null, () => $"the oldest is gone in round {round}");
            }

            Assert.Equal(expected, await cleaners[0].CountAsync(Cancellation));
            Assert.Equal(expected, await TableScan.CountAsync(store, "mail_first"));
            string[] kept = [.. succeeded.TakeLast(100).Select(id => id.ToString()).Order()];
            Assert.Equal(kept, (await store.QueryAsync("SELECT task_id FROM mail_first WHERE task_state = 4")).Order());
        }
        finally
        {
            foreach (SqlTaskContainer<FirstMailTask, string> cleaner in cleaners)
            {
                await cleaner.DisposeAsync();
            }
        }
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task What_is_too_old_goes_by_the_clock_of_the_database(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = await OpenAsync(
            store, options => (options.Retention.SucceededFor, options.Retention.FailedFor) = (TimeSpan.FromDays(7), TimeSpan.FromDays(30)));
        await container.AddAsync([.. Enumerable.Range(0, Tasks).Select(i => new FirstMailTask("a", i))]);
        await FinishAsync(container, i => i % 2 == 0 ? "succeed" : "fail");

        // Ten days ago: too long for those that succeeded, not for those that failed. The first ten stay as they are.
        await store.ExecuteAsync($"UPDATE mail_first SET task_finished_at = {DaysAgo(kind, 10)} WHERE copies >= 10");
        TaskCounts expected = new() { Succeeded = 5, Failed = Tasks / 2 };
        await Eventually.IsTrueAsync(async () => expected.Equals(await container.CountAsync(Cancellation)), () => "the old ones are gone");
        Assert.Equal(expected, await TableScan.CountAsync(store, "mail_first"));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task By_default_successes_go_after_a_week_and_failures_after_a_month_and_forever_keeps_all(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using (SqlTaskContainer<FirstMailTask, string> filler = await OpenAsync(store, options => options.Retention = RetentionOptions.Forever))
        {
            await filler.AddAsync([.. Enumerable.Range(0, 40).Select(i => new FirstMailTask("a", i))]);
            await FinishAsync(filler, i => (i % 4) switch { 0 => "fail", 1 => "stop", _ => "succeed" });
            await store.ExecuteAsync($"UPDATE mail_first SET task_finished_at = {DaysAgo(kind, 10)} WHERE copies >= 20");
            await store.ExecuteAsync($"UPDATE mail_first SET task_finished_at = {DaysAgo(kind, 40)} WHERE copies >= 30");
        }

        // One is too many. It goes in the round that looks for old ones, and after these.
        await using (SqlTaskContainer<FirstMailTask, string> forever = await OpenAsync(
            store, options => (options.Retention = RetentionOptions.Forever).SucceededCount = 19))
        {
            await Eventually.IsTrueAsync(async () => (await forever.CountAsync(Cancellation)).Succeeded < 20, () => "one success is gone");
            Assert.Equal(new TaskCounts { Succeeded = 19, Stopped = 10, Failed = 10 }, await forever.CountAsync(Cancellation));
        }

        await using SqlTaskContainer<FirstMailTask, string> byDefault = await OpenAsync(store, _ => { });
        TaskCounts expected = new() { Succeeded = 10, Stopped = 5, Failed = 8 };
        await Eventually.IsTrueAsync(async () => expected.Equals(await byDefault.CountAsync(Cancellation)), () => "the old ones are gone");
        Assert.Equal(expected, await TableScan.CountAsync(store, "mail_first"));
    }

    [Fact]
    public void A_retention_that_cannot_be_is_refused()
    {
        SchedulerConfigurationException refused = Assert.Throws<SchedulerConfigurationException>(() => new SqliteStore("unused.db", new SqliteContainerOptions { Retention = new() { SucceededFor = TimeSpan.FromDays(-1), FailedCount = -1 } }).OpenAlone(FirstMailScheduler.CreateDefinition()));
        Assert.Equal(2, refused.Problems.Count);
        Assert.Throws<SchedulerConfigurationException>(() => new SqliteStore("unused.db", new SqliteContainerOptions { Retention = null! }).OpenAlone(FirstMailScheduler.CreateDefinition()));
    }

    private static Task<SqlTaskContainer<FirstMailTask, string>> OpenAsync(SqlTestStore store, Action<SqlContainerOptions> configure) =>
        store.OpenReadyAsync(FirstMailScheduler.CreateDefinition(), options =>
        {
            options.MaintenanceInterval = TimeSpan.FromMilliseconds(25);
            configure(options);
        });

    private static async Task<TaskId> SucceedAsync(SqlTaskContainer<FirstMailTask, string> container)
    {
        await container.AddAsync(new FirstMailTask("one more", 0));
        ClaimedTask<FirstMailTask> claimed = Assert.Single(await container.ClaimAsync());
        await container.ApplyAsync(TaskTransition<string>.Succeed(claimed.Id, claimed.ClaimToken, ""));
        return claimed.Id;
    }

    private static string DaysAgo(string kind, int days) => kind switch
    {
        PostgreSqlTestStore.Kind => $"now() - interval '{days} days'",
        MySqlTestStore.Kind => $"UTC_TIMESTAMP(6) - INTERVAL {days} DAY",
        _ => $"strftime('%Y-%m-%d %H:%M:%f000', 'now', '-{days} days')",
    };

    private static async Task FinishAsync(SqlTaskContainer<FirstMailTask, string> container, Func<int, string> end)
    {
        while (await container.ClaimAsync(500) is { Length: > 0 } claimed)
        {
            TaskTransition<string>[] moves = [.. claimed.Select(c => end(c.Payload.Copies) switch
            {
                "fail" => TaskTransition<string>.Fail(c.Id, c.ClaimToken, new TaskFailure(TaskFailureReason.Exception, "no")),
                "stop" => TaskTransition<string>.Stop(c.Id, c.ClaimToken),
                "keep" => TaskTransition<string>.Report(c.Id, c.ClaimToken, new TaskProgress(0.5), null),
                _ => TaskTransition<string>.Succeed(c.Id, c.ClaimToken, "done"),
            })];
            Assert.DoesNotContain(false, await container.ApplyAsync(moves));
        }
    }
}
