namespace GeneratedScheduler.Conformance.Cases;

internal static class MoveCases
{
    public static IEnumerable<CaseDefinition> All =>
    [
        new("a success keeps the result and ends the claim", Success),
        new("a success without a result is one", SuccessWithoutResult),
        new("a failure keeps its reason and ends the claim", Failure),
        new("a report keeps what it does not tell", Reports),
        new("a report while exporting is accepted", ReportWhileExporting),
        new("the progress of a success is 1, that of another end the last report", ProgressAtTheEnd),
        new("exporting holds the claim until the success", Exporting),
        new("the moves of a running and of an exporting task are those of the state machine", StateMachine),
        new("the moves of one task in one batch are made in their order", OrderInBatch),
        new("a refused move does not hinder its neighbours", Neighbours),
        new("an empty batch does nothing", EmptyBatch),
        new("the moment of the end is the container's", FinishedAt, ContainerTraits.Clock),
    ];

    private static async Task Success(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(claimed.Id, claimed.ClaimToken, new ProbeResult(42, "fine"))).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(claimed.Id, TaskState.Succeeded).ConfigureAwait(false);
        Expect.Equal(new ProbeResult(42, "fine"), record.Result, "result");
        Expect.Equal(1, record.Attempt, "attempts");
        ExpectEnded(record);
    }

    private static async Task SuccessWithoutResult(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(claimed.Id, claimed.ClaimToken, null)).ConfigureAwait(false);
        Expect.Equal(null, (await run.ExpectStateAsync(claimed.Id, TaskState.Succeeded).ConfigureAwait(false)).Result, "result");
    }

    private static async Task Failure(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Fail(claimed.Id, claimed.ClaimToken, ConformanceRun.Oops)).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(claimed.Id, TaskState.Failed).ConfigureAwait(false);
        Expect.Equal(ConformanceRun.Oops, record.Failure, "failure");
        Expect.Equal(null, record.Result, "result");
        ExpectEnded(record);
    }

    private static async Task ProgressAtTheEnd(ConformanceRun run)
    {
        Claimed reported = await run.AddAndClaimAsync().ConfigureAwait(false);
        Claimed silent = await run.AddAndClaimAsync().ConfigureAwait(false);
        Claimed failed = await run.AddAndClaimAsync().ConfigureAwait(false);
        Claimed stopped = await run.AddAndClaimAsync().ConfigureAwait(false);
        foreach (Claimed claimed in new[] { reported, failed, stopped })
        {
            await run.ApplyAsync(Move.Report(claimed.Id, claimed.ClaimToken, new TaskProgress(0.5, "half"), null)).ConfigureAwait(false);
        }

        await run.ApplyAsync(Move.Succeed(reported.Id, reported.ClaimToken, null)).ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(silent.Id, silent.ClaimToken, null)).ConfigureAwait(false);
        await run.ApplyAsync(Move.Fail(failed.Id, failed.ClaimToken, ConformanceRun.Oops)).ConfigureAwait(false);
        await run.ApplyAsync(Move.Stop(stopped.Id, stopped.ClaimToken)).ConfigureAwait(false);
        Expect.Equal(new TaskProgress(1, "half"), (await run.GetAsync(reported.Id).ConfigureAwait(false)).Progress, "progress of a success");
        Expect.Equal(new TaskProgress(1), (await run.GetAsync(silent.Id).ConfigureAwait(false)).Progress, "progress of a success without a report");
        Expect.Equal(new TaskProgress(0.5, "half"), (await run.GetAsync(failed.Id).ConfigureAwait(false)).Progress, "progress of a failure");
        Expect.Equal(new TaskProgress(0.5, "half"), (await run.GetAsync(stopped.Id).ConfigureAwait(false)).Progress, "progress of a stopped task");

        await run.ExecuteAsync(TaskCommand.Restart, reported.Id).ConfigureAwait(false);
        Expect.Equal(null, (await run.GetAsync(reported.Id).ConfigureAwait(false)).Progress, "progress after a restart");
    }

    private static void ExpectEnded(ProbeRecord record)
    {
        Expect.Equal(null, record.Owner, "owner after the end");
        Expect.Equal(null, record.LeaseUntil, "lease after the end");
        Expect.True(record.FinishedAt >= record.StartedAt, "the end is not before the start");
    }

    private static async Task Reports(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        (TaskId id, long token) = (claimed.Id, claimed.ClaimToken);
        await run.ApplyAsync(Move.Report(id, token, new TaskProgress(0.25, "a quarter"), null)).ConfigureAwait(false);
        await run.ApplyAsync(Move.Report(id, token, null, new TaskRunHandle("box-1", token))).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(id, TaskState.Running).ConfigureAwait(false);
        Expect.Equal(new TaskProgress(0.25, "a quarter"), record.Progress, "progress after a report without any");
        Expect.Equal("box-1", record.Handle, "handle");

        await run.ApplyAsync(Move.Report(id, token, new TaskProgress(1), null)).ConfigureAwait(false);
        record = await run.GetAsync(id).ConfigureAwait(false);
        Expect.Equal(new TaskProgress(1), record.Progress, "progress after the next report");
        Expect.Equal("box-1", record.Handle, "handle after a report without any");
    }

    private static async Task ReportWhileExporting(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Export(claimed.Id, claimed.ClaimToken)).ConfigureAwait(false);
        await run.ApplyAsync(Move.Report(claimed.Id, claimed.ClaimToken, new TaskProgress(0.9), null)).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(claimed.Id, TaskState.Exporting).ConfigureAwait(false);
        Expect.Equal(new TaskProgress(0.9), record.Progress, "progress");
    }

    private static async Task Exporting(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Export(claimed.Id, claimed.ClaimToken)).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(claimed.Id, TaskState.Exporting).ConfigureAwait(false);
        Expect.Equal(run.Me, record.Owner, "owner while exporting");
        Expect.True(record.LeaseUntil is not null, "the lease holds while exporting");
        await run.ApplyAsync(Move.Succeed(claimed.Id, claimed.ClaimToken, new ProbeResult(1))).ConfigureAwait(false);
        await run.ExpectStateAsync(claimed.Id, TaskState.Succeeded).ConfigureAwait(false);
    }

    private static async Task StateMachine(ConformanceRun run)
    {
        foreach (TaskState from in new[] { TaskState.Running, TaskState.Exporting })
        {
            foreach (Func<TaskId, long, Move> make in MakeMoves.All)
            {
                Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
                if (from == TaskState.Exporting)
                {
                    await run.ApplyAsync(Move.Export(claimed.Id, claimed.ClaimToken)).ConfigureAwait(false);
                }

                Move move = make(claimed.Id, claimed.ClaimToken);
                bool allowed = TaskStateMachine.TryMove(from, move.Event, out TaskState to);
                Expect.Equal(allowed, await run.TryApplyAsync(move).ConfigureAwait(false), $"whether {move.Event} of a task in {from} is accepted");
                await run.ExpectStateAsync(claimed.Id, allowed ? to : from).ConfigureAwait(false);
                await run.ExecuteAsync(TaskCommand.Stop, claimed.Id).ConfigureAwait(false);
            }
        }
    }

    private static async Task OrderInBatch(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        (TaskId id, long token) = (claimed.Id, claimed.ClaimToken);
        bool[] accepted = await run.ApplyManyAsync(
            Move.Report(id, token, new TaskProgress(0.5), null),
            Move.Export(id, token),
            Move.Defer(id, token, TimeSpan.Zero),
            Move.Succeed(id, token, new ProbeResult(5)),
            Move.Fail(id, token, ConformanceRun.Oops)).ConfigureAwait(false);
        Expect.Sequence([true, true, false, true, false], accepted, "accepted moves");
        Expect.Equal(new ProbeResult(5), (await run.ExpectStateAsync(id, TaskState.Succeeded).ConfigureAwait(false)).Result, "result");
    }

    private static async Task Neighbours(ConformanceRun run)
    {
        await run.AddManyAsync(3).ConfigureAwait(false);
        Claimed[] claimed = await run.ClaimAsync().ConfigureAwait(false);
        bool[] accepted = await run.ApplyManyAsync(
            Move.Succeed(claimed[0].Id, claimed[0].ClaimToken, new ProbeResult(0)),
            Move.Succeed(claimed[1].Id, claimed[1].ClaimToken + 1_000, new ProbeResult(1)),
            Move.Succeed(TaskId.New(), claimed[1].ClaimToken, new ProbeResult(1)),
            Move.Fail(claimed[2].Id, claimed[2].ClaimToken, ConformanceRun.Oops)).ConfigureAwait(false);
        Expect.Sequence([true, false, false, true], accepted, "accepted moves");
        await run.ExpectStateAsync(claimed[0].Id, TaskState.Succeeded).ConfigureAwait(false);
        await run.ExpectStateAsync(claimed[1].Id, TaskState.Running).ConfigureAwait(false);
        await run.ExpectStateAsync(claimed[2].Id, TaskState.Failed).ConfigureAwait(false);
    }

    private static async Task EmptyBatch(ConformanceRun run) =>
        Expect.Equal(0, (await run.ApplyManyAsync().ConfigureAwait(false)).Length, "answers to no moves");

    private static async Task FinishedAt(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ExpectStateAsync(claimed.Id, TaskState.Running).ConfigureAwait(false);
        await run.AdvanceAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(claimed.Id, claimed.ClaimToken, null)).ConfigureAwait(false);
        ProbeRecord record = await run.GetAsync(claimed.Id).ConfigureAwait(false);
        TimeSpan ran = (record.FinishedAt - record.StartedAt).GetValueOrDefault();
        Expect.True(ran >= TimeSpan.FromSeconds(4.99), $"5 s of the container's clock lie between start and end (it is {ran})");
    }
}
