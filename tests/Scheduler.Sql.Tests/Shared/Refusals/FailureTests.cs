using GeneratedScheduler.Sql.PostgreSql;
using GeneratedScheduler.Sql.Tests.PostgreSql;
using GeneratedScheduler.Storage;
using Npgsql;

namespace GeneratedScheduler.Sql.Tests.Shared.Refusals;

/// <summary>A failure is stored in whatever the store can hold, with its true reason, and the task runs no more often than it may.</summary>
public sealed class FailureTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.KindsAndMemory), MemberType = typeof(SqlTestStore))]
    public async Task A_failure_whose_text_is_refused_is_told_in_plain_characters(string kind, bool withMemory)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ITaskContainer<RefusalTask, string> container = await RefusedTasks.OpenAsync(store, withMemory);
        await store.RefuseAsync("refusal", "UPDATE", "NEW.task_failure_message LIKE '%\u62D2%'", "plain words only");
        await CheckAsync(container, RetryPolicy.Fixed(TimeSpan.Zero));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_database_with_a_smaller_character_set_takes_failures_and_refuses_tasks_by_name(bool withMemory)
    {
        await using NpgsqlDataSource admin = NpgsqlDataSource.Create(PostgreSqlFixture.ConnectionString);
        string name = PostgreSqlFixture.NewName("latin");
        await ExecuteAsync(admin, $"CREATE DATABASE {name} ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        try
        {
            string connectionString = new NpgsqlConnectionStringBuilder(PostgreSqlFixture.ConnectionString) { Database = name, Pooling = false }.ConnectionString;
            SqlTaskContainer<RefusalTask, string> durable = new PostgreSqlStore(connectionString).OpenAlone(RefusalScheduler.CreateDefinition());
            await using ITaskContainer<RefusalTask, string> container = withMemory ? new CombinedTaskContainer<RefusalTask, string>(durable) : durable;
            await container.InitializeAsync(Cancellation);
            await CheckAsync(container, RetryPolicy.Fixed(TimeSpan.Zero));
            await using RefusalScheduler scheduler = RefusedTasks.Start(container);
            await Assert.ThrowsAsync<InvalidTaskException>(
                () => scheduler.EnqueueAsync(new RefusalTask("", "\u62D2\u7EDD"), cancellationToken: Cancellation).AsTask());
            await Assert.ThrowsAsync<InvalidTaskException>(
                () => scheduler.EnqueueAsync(new RefusalTask("", "fine"), new() { UniqueKey = "\u62D2\u7EDD" }, Cancellation).AsTask());
            TaskHandle<string> fine = await scheduler.EnqueueAsync(new RefusalTask("", "\u00E4\u00F6"), cancellationToken: Cancellation);
            Assert.Equal("\u00E4\u00F6", await fine.Completion.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancellation));
        }
        finally
        {
            await ExecuteAsync(admin, $"DROP DATABASE {name} WITH (FORCE)");
        }
    }

    // Each of them fails twice: the first failure is one of a retry.
    private static async Task CheckAsync(ITaskContainer<RefusalTask, string> container, RetryPolicy retry)
    {
        await using RefusalScheduler scheduler = RefusedTasks.Start(container, options => (options.MaxAttempts, options.Retry) = (2, retry));
        string run = Guid.NewGuid().ToString();
        string[] words = [.. Enumerable.Range(0, 20).Select(i => i == 7 ? "throw \u62D2\u7EDD" : $"throw {i}")];

        // The words are in the payload by their number, which every character set has.
        TaskHandle<string>[] handles = [.. await scheduler.EnqueueManyAsync(
            words.Select(word => new RefusalTask(run, RefusedTasks.Escape(word))), cancellationToken: Cancellation)];
        TaskOutcome<string>[] outcomes = await RefusedTasks.OutcomesAsync(handles);
        for (int i = 0; i < words.Length; i++)
        {
            Assert.Equal((TaskState.Failed, TaskFailureReason.Exception), (outcomes[i].State, outcomes[i].Failure!.Reason));
            Assert.Equal(2, RefusedTasks.Calls[$"{run}/{RefusedTasks.Escape(words[i])}"]);
            TaskRecord<RefusalTask, string>? record = await scheduler.GetAsync(handles[i].Id, Cancellation);
            Assert.Equal(i == 7 ? "throw \\u62D2\\u7EDD" : words[i], record!.Failure!.Message);
            Assert.Equal(typeof(InvalidOperationException).FullName, record.Failure.ErrorType);
        }
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
