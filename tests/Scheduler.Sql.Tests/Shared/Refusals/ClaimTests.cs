using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared.Refusals;

/// <summary>A row whose claim, renewal, rescue or command the database refuses does not keep others from theirs.</summary>
public sealed class ClaimTests
{
    private static readonly ClaimRequest Me = new(ClaimantId.New(), TimeSpan.FromSeconds(30));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.KindsAndMemory), MemberType = typeof(SqlTestStore))]
    public async Task A_task_that_may_not_be_claimed_waits_and_says_why_and_the_others_run(string kind, bool withMemory)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ITaskContainer<RefusalTask, string> container = await RefusedTasks.OpenAsync(store, withMemory);
        await store.RefuseAsync("refusal", "UPDATE", "NEW.word = 'poison' AND NEW.task_owner IS NOT NULL", "hands off");
        string run = Guid.NewGuid().ToString();
        await using RefusalScheduler scheduler = RefusedTasks.Start(container);

        // First of all, urgently, and in the middle.
        TaskHandle<string>[] poisons =
        [
            await scheduler.CreateAsync(new RefusalTask(run, "poison"), new() { Priority = 5 }, Cancellation),
            await scheduler.CreateAsync(new RefusalTask(run, "poison"), cancellationToken: Cancellation),
        ];
        TaskHandle<string>[] fine = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(i => scheduler.CreateAsync(new RefusalTask(run, $"fine {i}"), cancellationToken: Cancellation).AsTask()));
        await scheduler.ExecuteAsync(TaskCommand.Start, [.. poisons.Concat(fine).Select(handle => handle.Id)], Cancellation);
        TaskOutcome<string>[] outcomes = await RefusedTasks.OutcomesAsync(fine);
        Assert.All(outcomes, outcome => Assert.Equal(TaskState.Succeeded, outcome.State));
        Assert.All(Enumerable.Range(0, 40), i => Assert.Equal(1, RefusedTasks.Calls[$"{run}/fine {i}"]));
        Assert.False(RefusedTasks.Calls.ContainsKey($"{run}/poison"));
        foreach (TaskHandle<string> poison in poisons)
        {
            TaskRecord<RefusalTask, string>? record = await scheduler.GetAsync(poison.Id, Cancellation);
            Assert.Equal(TaskState.Waiting, record!.State);
            Assert.Contains("hands off", record.Failure!.Message, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_lease_that_may_not_be_renewed_counts_as_lost_and_the_others_are_kept(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ITaskContainer<RefusalTask, string> container = await RefusedTasks.OpenAsync(store, withMemory: false);
        (TaskId bad, ClaimKey[] held) = await ClaimTenAsync(container, Me);
        await store.RefuseAsync("refusal", "UPDATE", "NEW.word = 'poison' AND NEW.task_lease_until IS NOT NULL", "not a moment longer");
        LeaseReport report = await container.RenewAsync(new RenewRequest(Me.Claimant, held, TimeSpan.FromMinutes(1)), Cancellation);
        Assert.Equal(bad, Assert.Single(report.Lost).Id);
        Assert.Empty(report.StopRequested);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_task_that_may_not_be_rescued_does_not_keep_the_others_from_it(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ITaskContainer<RefusalTask, string> container = await RefusedTasks.OpenAsync(store, withMemory: false);
        await ClaimTenAsync(container, Me with { LeaseDuration = TimeSpan.FromTicks(10) });
        await store.RefuseAsync("refusal", "UPDATE", "NEW.word = 'poison' AND NEW.task_losses > 0", "it stays");
        RescueReport report = await container.RescueAsync(new RescueRequest(false, 3, 100), Cancellation);
        Assert.Equal(new RescueReport(9, 0, 0), report);
        Assert.Equal((9, 1), ((await container.CountAsync(Cancellation)).Waiting, (await container.CountAsync(Cancellation)).Running));

        // A row whose lock is being given up at this moment is passed over.
        Exception? problem = null;
        await Eventually.IsTrueAsync(
            async () => (problem = await Record.ExceptionAsync(() => container.RescueAsync(new RescueRequest(false, 3, 100), Cancellation).AsTask())) is not null,
            () => "the refusal is told");
        Assert.Contains("it stays", Assert.IsType<InvalidTaskException>(problem).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(SqlTestStore.KindsAndMemory), MemberType = typeof(SqlTestStore))]
    public async Task A_command_that_is_refused_for_one_task_is_carried_out_for_the_others(string kind, bool withMemory)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ITaskContainer<RefusalTask, string> container = await RefusedTasks.OpenAsync(store, withMemory);
        (TaskId bad, ClaimKey[] held) = await ClaimTenAsync(container, Me);
        bool[] accepted = new bool[held.Length];
        await container.ApplyAsync(Array.ConvertAll(held, key => TaskTransition<string>.Succeed(key.Id, key.ClaimToken, "")), accepted, Cancellation);
        Assert.DoesNotContain(false, accepted);
        await store.RefuseAsync("refusal", "DELETE", "OLD.word = 'poison'", "there is an invoice");
        CommandResult[] results = new CommandResult[held.Length];
        await container.ExecuteAsync(TaskCommand.Delete, Array.ConvertAll(held, key => key.Id), results, Cancellation);
        Assert.All(results, result => Assert.Equal(result.Id == bad ? CommandOutcome.Refused : CommandOutcome.Done, result.Outcome));
        Assert.Equal(TaskState.Succeeded, results.Single(result => result.Id == bad).State);
        InvalidTaskException refused = await Assert.ThrowsAsync<InvalidTaskException>(
            () => container.ExecuteAsync(TaskCommand.Delete, new[] { bad }, new CommandResult[1], Cancellation).AsTask());
        Assert.Contains("there is an invoice", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await container.CountAsync(Cancellation)).Succeeded);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Tasks_that_may_not_be_removed_do_not_keep_the_old_ones_beside_them(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ITaskContainer<RefusalTask, string> container = await RefusedTasks.OpenAsync(
            store, withMemory: false, options => (options.MaintenanceInterval, options.Retention.SucceededFor) = (TimeSpan.FromMilliseconds(25), TimeSpan.FromDays(1)));
        await store.RefuseAsync("refusal", "DELETE", "OLD.word LIKE 'poison%'", "there is an invoice");

        // More than a batch of them, and they are the oldest.
        const int Poisons = 520;
        NewTask<RefusalTask>[] tasks = [.. Enumerable.Range(0, Poisons + 30).Select(
            i => new NewTask<RefusalTask>(TaskId.New(), new RefusalTask("", i < Poisons ? $"poison {i}" : "old"), EnqueueOptions.Default))];
        await container.AddAsync(tasks, default, Cancellation);
        ClaimedTask<RefusalTask>[] claimed = new ClaimedTask<RefusalTask>[tasks.Length];
        Assert.Equal(tasks.Length, await container.ClaimAsync(Me, claimed, Cancellation));
        bool[] accepted = new bool[claimed.Length];
        await container.ApplyAsync(Array.ConvertAll(claimed, task => TaskTransition<string>.Succeed(task.Id, task.ClaimToken, "")), accepted, Cancellation);
        string old = kind == SqliteTestStore.Kind ? "'2001-01-01 00:00:00.0000000'" : "'2001-01-01 00:00:00'";
        await store.ExecuteAsync($"UPDATE refusal SET task_finished_at = {old}");
        await Eventually.IsTrueAsync(
            async () => (await container.CountAsync(Cancellation)).Succeeded == Poisons, () => "all are gone that may go");
        Assert.Equal(["0"], await store.QueryAsync("SELECT count(*) FROM refusal WHERE word = 'old'"));
    }

    private static async Task<(TaskId Bad, ClaimKey[] Held)> ClaimTenAsync(ITaskContainer<RefusalTask, string> container, ClaimRequest request)
    {
        NewTask<RefusalTask>[] tasks = [.. Enumerable.Range(0, 10).Select(
            i => new NewTask<RefusalTask>(TaskId.New(), new RefusalTask("", i == 4 ? "poison" : "fine"), EnqueueOptions.Default))];
        await container.AddAsync(tasks, default, Cancellation);
        ClaimedTask<RefusalTask>[] claimed = new ClaimedTask<RefusalTask>[tasks.Length];
        int count = 0;
        await Eventually.IsTrueAsync(
            async () => (count += await container.ClaimAsync(request, claimed.AsMemory(count), Cancellation)) == tasks.Length, () => $"{count} are claimed");
        return (tasks[4].Id, Array.ConvertAll(claimed, task => new ClaimKey(task.Id, task.ClaimToken)));
    }
}
