using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

internal static class AddingCases
{
    public static IEnumerable<CaseDefinition> All =>
    [
        new("a task is read back as it was added", ReadBack),
        new("null, empty and unusual texts of a payload survive", TextsSurvive),
        new("a text that the store cannot hold refuses the whole batch", TextsThatCannotSurvive),
        new("an empty batch adds nothing", EmptyBatch),
        new("a large batch is added as a whole", LargeBatch),
        new("an unstarted task is not claimed before it is started", Unstarted),
        new("an id that is taken refuses the whole batch and names the conflict", TakenId),
        new("every conflict of a batch is listed", AllConflicts),
        new("the id of a finished task is still taken", FinishedId),
        new("the caller's buffer is not touched after the call", BufferIsTheCallers),
        new("a cancelled add is made as a whole or not at all", CancelledAdd),
    ];

    private static async Task ReadBack(ConformanceRun run)
    {
        EnqueueOptions options = new()
        {
            Priority = 7,
            UniqueKey = "key",
            Timeout = TimeSpan.FromSeconds(5),
            MaxAttempts = 3,
        };
        NewTask<ProbeTask> task = run.New(options);
        await run.AddAsync(task).ConfigureAwait(false);

        ProbeRecord record = await run.ExpectStateAsync(task.Id, TaskState.Waiting).ConfigureAwait(false);
        Expect.Equal(task.Id, record.Id, "id");
        Expect.Equal(task.Payload, record.Payload, "payload");
        Expect.Equal(7, record.Options.Priority, "priority");
        Expect.Equal("key", record.Options.UniqueKey, "unique key");
        Expect.Equal(TimeSpan.FromSeconds(5), record.Options.Timeout, "timeout");
        Expect.Equal(3, record.Options.MaxAttempts, "the number of attempts");
        Expect.Equal(0, record.Attempt, "attempts begun");
        Expect.Equal(0, record.Losses, "losses");
        Expect.Equal(0L, record.ClaimToken, "the claim token before the first claim");
        Expect.Equal(null, record.Owner, "owner");
        Expect.Equal(null, record.LeaseUntil, "lease");
        Expect.Equal(record.CreatedAt, record.NotBefore, "not before");
        Expect.Equal(TimeSpan.Zero, record.CreatedAt.Offset, "the offset of a time in UTC");
        Expect.Equal(null, record.StartedAt, "start of the run");
        Expect.Equal(null, record.FinishedAt, "end");
    }

    private static async Task TextsSurvive(ConformanceRun run)
    {
        string?[] texts = [null, "", " leading and trailing ", "\"quoted\" and 'quoted' \\", "Zürich 東京 👩‍🚀", "a\r\n\tc\u0001"];
        NewTask<ProbeTask>[] tasks =
            [.. texts.Select((text, i) => new NewTask<ProbeTask>(TaskId.New(), new ProbeTask(i, text), EnqueueOptions.Default))];
        await run.AddAsync(tasks).ConfigureAwait(false);

        foreach (NewTask<ProbeTask> task in tasks)
        {
            Expect.Equal(task.Payload, (await run.GetAsync(task.Id).ConfigureAwait(false)).Payload, "payload");
        }
    }

    // PostgreSQL has no U+0000, and UTF-8 no half of a surrogate pair. A store may have both; what it must not do is to lose or change them.
    private static async Task TextsThatCannotSurvive(ConformanceRun run)
    {
        foreach (string text in new[] { "a\0b", "\uD83D alone" })
        {
            NewTask<ProbeTask>[] tasks = [run.New(), run.New() with { Payload = new ProbeTask(1, text) }];
            try
            {
                await run.AddAsync(tasks).ConfigureAwait(false);
            }
            catch (InvalidTaskException)
            {
                Expect.Equal(null, (await run.Container.GetAsync(new[] { tasks[0].Id }, run.Cancellation).ConfigureAwait(false))[0], "the other task of a refused batch");
                continue;
            }

            Expect.Equal(text, (await run.GetAsync(tasks[1].Id).ConfigureAwait(false)).Payload.Text, "the text");
        }
    }

    private static async Task EmptyBatch(ConformanceRun run)
    {
        await run.AddAsync().ConfigureAwait(false);
        Expect.Equal(new TaskCounts(), await run.CountAsync().ConfigureAwait(false), "counts");
    }

    private static async Task LargeBatch(ConformanceRun run)
    {
        TaskId[] ids = await run.AddManyAsync(1_000).ConfigureAwait(false);
        Expect.Equal(1_000L, (await run.CountAsync().ConfigureAwait(false)).Waiting, "waiting tasks");
        Claimed[] claimed = await run.ClaimAsync(most: 1_001).ConfigureAwait(false);
        Expect.Set(ids, claimed.Select(c => c.Id), "claimed tasks");
    }

    private static async Task Unstarted(ConformanceRun run)
    {
        TaskId id = await run.AddOneAsync(start: false).ConfigureAwait(false);
        await run.ExpectStateAsync(id, TaskState.Unstarted).ConfigureAwait(false);
        await run.ExpectNothingToClaimAsync("before the task is started").ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Start, id, CommandOutcome.Done, TaskState.Waiting).ConfigureAwait(false);
        Expect.Equal(id, (await run.ClaimOneAsync().ConfigureAwait(false)).Id, "the task claimed after the start");
    }

    private static async Task TakenId(ConformanceRun run)
    {
        TaskId taken = await run.AddOneAsync().ConfigureAwait(false);
        NewTask<ProbeTask> first = run.New();
        NewTask<ProbeTask> last = run.New();

        DuplicateTaskException refusal = await Expect.ThrowsAsync<DuplicateTaskException>(
            () => run.AddAsync(first, run.New() with { Id = taken }, last), "adding an id twice").ConfigureAwait(false);

        Expect.Sequence([new TaskConflict(taken, taken, null)], refusal.Conflicts, "conflicts");
        Expect.Equal(null, await run.FindAsync(first.Id).ConfigureAwait(false), "the task before the refused one");
        Expect.Equal(null, await run.FindAsync(last.Id).ConfigureAwait(false), "the task after the refused one");
        Expect.Equal(1L, (await run.CountAsync().ConfigureAwait(false)).Waiting, "waiting tasks after a refused batch");
        Expect.Equal(taken, (await run.ClaimOneAsync().ConfigureAwait(false)).Id, "the only task to claim");
        await run.ExpectNothingToClaimAsync("of a refused batch").ConfigureAwait(false);
    }

    private static async Task AllConflicts(ConformanceRun run)
    {
        TaskId[] taken = await run.AddManyAsync(2).ConfigureAwait(false);
        TaskId holder = await run.AddOneAsync(new EnqueueOptions { UniqueKey = "k" }).ConfigureAwait(false);
        NewTask<ProbeTask> sameKey = run.New(new EnqueueOptions { UniqueKey = "k" });

        DuplicateTaskException refusal = await Expect.ThrowsAsync<DuplicateTaskException>(
            () => run.AddAsync(run.New() with { Id = taken[0] }, run.New(), sameKey, run.New() with { Id = taken[1] }),
            "adding taken ids and a taken key").ConfigureAwait(false);

        Expect.Set(
            [taken[0], taken[1], sameKey.Id],
            refusal.Conflicts.Select(c => c.Id),
            "tasks with conflicts");
        Expect.True(refusal.Conflicts.Contains(new TaskConflict(sameKey.Id, holder, "k")), "the conflict names the holder of the key");
    }

    private static async Task FinishedId(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(claimed.Id, claimed.ClaimToken, new ProbeResult(1))).ConfigureAwait(false);
        await Expect.ThrowsAsync<DuplicateTaskException>(
            () => run.AddAsync(run.New() with { Id = claimed.Id }), "adding the id of a finished task").ConfigureAwait(false);
        await run.ExpectStateAsync(claimed.Id, TaskState.Succeeded).ConfigureAwait(false);
    }

    private static async Task BufferIsTheCallers(ConformanceRun run)
    {
        NewTask<ProbeTask>[] buffer = [run.New(), run.New()];
        TaskId[] ids = [.. buffer.Select(t => t.Id)];
        await run.AddAsync(buffer).ConfigureAwait(false);
        Array.Clear(buffer);
        Claimed[] claimed = await run.ClaimAsync().ConfigureAwait(false);
        Expect.Set(ids, claimed.Select(c => c.Id), "tasks claimed after the buffer was cleared");
        Expect.True(claimed.All(c => c.Payload is { Text: not null }), "payloads survive the clearing of the buffer");
    }

    private static async Task CancelledAdd(ConformanceRun run)
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync().ConfigureAwait(false);
        NewTask<ProbeTask>[] tasks = [run.New(), run.New(), run.New()];
        long expected = tasks.Length;
        try
        {
            await run.Container.AddAsync(tasks, default, cancelled.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            expected = 0;
        }

        Expect.Equal(expected, (await run.CountAsync().ConfigureAwait(false)).Waiting, "waiting tasks after a cancelled add");
    }
}
