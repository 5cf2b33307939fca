using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared.Refusals;

/// <summary>The end of a run that the database refuses affects no other run, whatever code the refusal has, and is told with the server's words.</summary>
public sealed class EndTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.KindsAndMemory), MemberType = typeof(SqlTestStore))]
    public async Task A_refused_result_ends_its_task_as_failed_and_the_others_run_once(string kind, bool withMemory)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ITaskContainer<RefusalTask, string> container = await RefusedTasks.OpenAsync(store, withMemory);
        await using RefusalScheduler scheduler = RefusedTasks.Start(container);
        await store.RefuseAsync("refusal", "UPDATE", "NEW.result = 'poison'", "audit says no", kind == PostgreSqlTestStore.Kind ? "AU001" : "45000");
        string run = Guid.NewGuid().ToString();
        TaskHandle<string>[] handles = [.. await scheduler.EnqueueManyAsync(
            Enumerable.Range(0, 40).Select(i => new RefusalTask(run, i is 7 or 16 ? "poison" : $"fine {i}")), cancellationToken: Cancellation)];
        TaskOutcome<string>[] outcomes = await RefusedTasks.OutcomesAsync(handles);
        for (int i = 0; i < outcomes.Length; i++)
        {
            if (i is 7 or 16)
            {
                Assert.Equal((TaskState.Failed, TaskFailureReason.Export), (outcomes[i].State, outcomes[i].Failure!.Reason));
                Assert.Contains("audit says no", outcomes[i].Failure!.Message, StringComparison.Ordinal);
                continue;
            }

            Assert.Equal((TaskState.Succeeded, $"fine {i}"), (outcomes[i].State, outcomes[i].Result));
            Assert.Equal(1, RefusedTasks.Calls[$"{run}/fine {i}"]);
        }

        Assert.Equal(2, RefusedTasks.Calls[$"{run}/poison"]);
        TaskRecord<RefusalTask, string>? stored = await scheduler.GetAsync(handles[7].Id, Cancellation);
        Assert.Contains("audit says no", stored!.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(SqlTestStore.KindsAndMemory), MemberType = typeof(SqlTestStore))]
    public async Task A_retry_that_is_refused_ends_as_failed_with_what_went_wrong(string kind, bool withMemory)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ITaskContainer<RefusalTask, string> container = await RefusedTasks.OpenAsync(store, withMemory);
        await using RefusalScheduler scheduler = RefusedTasks.Start(container, options =>
        {
            options.MaxAttempts = 3;
            options.Retry = RetryPolicy.Fixed(TimeSpan.Zero);
        });
        await store.RefuseAsync("refusal", "UPDATE", "NEW.word = 'throw poison' AND NEW.task_state = 1 AND NEW.task_failure_reason IS NOT NULL", "no second attempt");
        string run = Guid.NewGuid().ToString();
        TaskHandle<string>[] handles = [.. await scheduler.EnqueueManyAsync(
            Enumerable.Range(0, 30).Select(i => new RefusalTask(run, i == 3 ? "throw poison" : $"throw {i}")), cancellationToken: Cancellation)];
        TaskOutcome<string>[] outcomes = await RefusedTasks.OutcomesAsync(handles);
        Assert.All(outcomes, outcome => Assert.Equal((TaskState.Failed, TaskFailureReason.Exception), (outcome.State, outcome.Failure!.Reason)));
        Assert.Contains("throw poison", outcomes[3].Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("no second attempt", outcomes[3].Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(1, RefusedTasks.Calls[$"{run}/throw poison"]);
        Assert.All(Enumerable.Range(0, 30).Where(static i => i != 3), i => Assert.Equal(3, RefusedTasks.Calls[$"{run}/throw {i}"]));
    }

    [Theory, MemberData(nameof(SqlTestStore.KindsAndMemory), MemberType = typeof(SqlTestStore))]
    public async Task A_unique_index_of_the_applications_own_on_results_is_a_refusal_too(string kind, bool withMemory)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ITaskContainer<RefusalTask, string> container = await RefusedTasks.OpenAsync(store, withMemory);
        await store.ExecuteAsync($"CREATE UNIQUE INDEX one_result ON refusal (result{(kind == MySqlTestStore.Kind ? "(100)" : "")})");
        await using RefusalScheduler scheduler = RefusedTasks.Start(container);
        string run = Guid.NewGuid().ToString();
        TaskHandle<string>[] handles = [.. await scheduler.EnqueueManyAsync(
            Enumerable.Range(0, 20).Select(i => new RefusalTask(run, i is 3 or 9 ? "the same" : $"fine {i}")), cancellationToken: Cancellation)];
        TaskOutcome<string>[] outcomes = await RefusedTasks.OutcomesAsync(handles);
        Assert.Equal(TaskState.Failed, Assert.Single(outcomes, outcome => outcome.State != TaskState.Succeeded).State);
        Assert.Equal(2, RefusedTasks.Calls[$"{run}/the same"]);
    }
}
