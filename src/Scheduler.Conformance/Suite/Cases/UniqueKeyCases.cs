using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

internal static class UniqueKeyCases
{
    private static readonly EnqueueOptions Keyed = new() { UniqueKey = "order 17" };

    public static IEnumerable<CaseDefinition> All =>
    [
        new("a key is held while its task is unfinished", HeldWhileUnfinished),
        new("a key is held while its task waits for a retry", HeldDuringRetry),
        new("a key is free after a success", c => FreeAfter(c, x => Move.Succeed(x.Id, x.ClaimToken, null))),
        new("a key is free after a failure", c => FreeAfter(c, x => Move.Fail(x.Id, x.ClaimToken, ConformanceRun.Oops))),
        new("a key is free after a stop of the running task", c => FreeAfter(c, x => Move.Stop(x.Id, x.ClaimToken))),
        new("a key is free after a stop of the waiting task", FreeAfterStop),
        new("a key is free after a deletion", FreeAfterDelete),
        new("a key twice in one batch refuses the batch", TwiceInBatch),
        new("a refused batch takes none of its keys", RefusedTakesNothing),
        new("keys are compared by ordinal", Ordinal),
        new("a restart takes the key again", RestartTakes),
        new("a restart is refused while another task has the key", RestartConflict),
        new("of many adds of one key at once one is made", ManyAtOnce),
    ];

    private static async Task ExpectTakenAsync(ConformanceRun run, TaskId holder)
    {
        NewTask<ProbeTask> second = run.New(Keyed);
        DuplicateTaskException refusal = await Expect.ThrowsAsync<DuplicateTaskException>(
            () => run.AddAsync(second), "adding a key that is held").ConfigureAwait(false);
        Expect.Sequence([new TaskConflict(second.Id, holder, Keyed.UniqueKey)], refusal.Conflicts, "conflicts");
        Expect.Equal(null, await run.FindAsync(second.Id).ConfigureAwait(false), "the refused task");
    }

    private static async Task HeldWhileUnfinished(ConformanceRun run)
    {
        TaskId id = await run.AddOneAsync(Keyed, start: false).ConfigureAwait(false);
        await ExpectTakenAsync(run, id).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Start, id).ConfigureAwait(false);
        await ExpectTakenAsync(run, id).ConfigureAwait(false);
        Claimed claimed = await run.ClaimOneAsync().ConfigureAwait(false);
        await ExpectTakenAsync(run, id).ConfigureAwait(false);
        await run.ApplyAsync(Move.Export(id, claimed.ClaimToken)).ConfigureAwait(false);
        await ExpectTakenAsync(run, id).ConfigureAwait(false);
    }

    private static async Task HeldDuringRetry(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync(Keyed).ConfigureAwait(false);
        await run.ApplyAsync(Move.Retry(claimed.Id, claimed.ClaimToken, ConformanceRun.Oops, TimeSpan.FromHours(1))).ConfigureAwait(false);
        await ExpectTakenAsync(run, claimed.Id).ConfigureAwait(false);
    }

    private static async Task FreeAfter(ConformanceRun run, Func<Claimed, Move> end)
    {
        Claimed claimed = await run.AddAndClaimAsync(Keyed).ConfigureAwait(false);
        await run.ApplyAsync(end(claimed)).ConfigureAwait(false);
        TaskId next = await run.AddOneAsync(Keyed).ConfigureAwait(false);
        await ExpectTakenAsync(run, next).ConfigureAwait(false);
    }

    private static async Task FreeAfterStop(ConformanceRun run)
    {
        TaskId id = await run.AddOneAsync(Keyed).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, id).ConfigureAwait(false);
        TaskId next = await run.AddOneAsync(Keyed).ConfigureAwait(false);
        await ExpectTakenAsync(run, next).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Delete, id, CommandOutcome.Done, TaskState.Deleted).ConfigureAwait(false);
        await ExpectTakenAsync(run, next).ConfigureAwait(false);
    }

    private static async Task FreeAfterDelete(ConformanceRun run)
    {
        TaskId id = await run.AddOneAsync(Keyed, start: false).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Delete, id, CommandOutcome.Done, TaskState.Deleted).ConfigureAwait(false);
        await run.AddOneAsync(Keyed).ConfigureAwait(false);
    }

    private static async Task TwiceInBatch(ConformanceRun run)
    {
        await Expect.ThrowsAsync<DuplicateTaskException>(
            () => run.AddAsync(run.New(), run.New(Keyed), run.New(Keyed)), "adding a key twice in one batch").ConfigureAwait(false);
        Expect.Equal(new TaskCounts(), await run.CountAsync().ConfigureAwait(false), "counts");
        await run.AddOneAsync(Keyed).ConfigureAwait(false);
    }

    private static async Task RefusedTakesNothing(ConformanceRun run)
    {
        TaskId holder = await run.AddOneAsync(Keyed).ConfigureAwait(false);
        EnqueueOptions other = new() { UniqueKey = "order 18" };
        await Expect.ThrowsAsync<DuplicateTaskException>(
            () => run.AddAsync(run.New(other), run.New(Keyed)), "adding a free and a held key").ConfigureAwait(false);
        await run.AddOneAsync(other).ConfigureAwait(false);
        await ExpectTakenAsync(run, holder).ConfigureAwait(false);
    }

    private static async Task Ordinal(ConformanceRun run)
    {
        // Collations of databases tend to take these for equal.
        string[] keys = ["a", "A", "a ", "á", "ä", "ss", "ß", "", new string('x', EnqueueOptions.MaxUniqueKeyLength)];
        await run.AddAsync([.. keys.Select(k => run.New(new EnqueueOptions { UniqueKey = k }))]).ConfigureAwait(false);
        foreach (string key in keys)
        {
            await Expect.ThrowsAsync<DuplicateTaskException>(
                () => run.AddOneAsync(new EnqueueOptions { UniqueKey = key }), $"adding the key '{key}' again").ConfigureAwait(false);
        }
    }

    private static async Task RestartTakes(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync(Keyed).ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(claimed.Id, claimed.ClaimToken, null)).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Restart, claimed.Id, CommandOutcome.Done, TaskState.Waiting).ConfigureAwait(false);
        await ExpectTakenAsync(run, claimed.Id).ConfigureAwait(false);
    }

    private static async Task RestartConflict(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync(Keyed).ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(claimed.Id, claimed.ClaimToken, new ProbeResult(1))).ConfigureAwait(false);
        TaskId holder = await run.AddOneAsync(Keyed).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Restart, claimed.Id, CommandOutcome.Conflict, TaskState.Succeeded).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(claimed.Id, TaskState.Succeeded).ConfigureAwait(false);
        Expect.Equal(new ProbeResult(1), record.Result, "result after a refused restart");
        await run.ExecuteAsync(TaskCommand.Stop, holder).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Restart, claimed.Id, CommandOutcome.Done, TaskState.Waiting).ConfigureAwait(false);
    }

    private static async Task ManyAtOnce(ConformanceRun run)
    {
        for (int round = 0; round < 10; round++)
        {
            EnqueueOptions options = new() { UniqueKey = $"round {round}" };
            int added = 0;
            await Parallels.RunAsync(8, async _ =>
            {
                try
                {
                    await run.AddOneAsync(options).ConfigureAwait(false);
                    Interlocked.Increment(ref added);
                }
                catch (DuplicateTaskException)
                {
                    // Seven of eight are to come here.
                }
            }).ConfigureAwait(false);
            Expect.Equal(1, added, "adds that went through of eight with one key");
        }
    }
}
