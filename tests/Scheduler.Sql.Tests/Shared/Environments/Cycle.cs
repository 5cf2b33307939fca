using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared.Environments;

/// <summary>The life of a few tasks, with every kind of statement in it: what does not suit an environment shows.</summary>
internal static class Cycle
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task RunAsync(SqlTaskContainer<FirstMailTask, string> container)
    {
        await container.InitializeAsync(Cancellation);
        TaskCounts before = await container.CountAsync(Cancellation);
        string key = TaskId.New().ToString();
        NewTask<FirstMailTask>[] tasks = [.. Enumerable.Range(0, 4).Select(i => new NewTask<FirstMailTask>(
            TaskId.New(), new FirstMailTask("\\ ' \" ` ä 表", i), new EnqueueOptions { Priority = -i, UniqueKey = i == 0 ? key : null, Delay = TimeSpan.FromMilliseconds(i == 3 ? 1 : 0) }))];
        await container.AddAsync(tasks, default, Cancellation);
        DuplicateTaskException taken = await Assert.ThrowsAsync<DuplicateTaskException>(
            async () => await container.AddAsync(new[] { ContainerSteps.New(new FirstMailTask("again", 9), key) }, default, Cancellation));
        Assert.Equal(tasks[0].Id, taken.Conflicts[0].ExistingId);

        List<ClaimedTask<FirstMailTask>> claimed = [];
        ClaimRequest request = new(ClaimantId.New(), TimeSpan.FromMinutes(5), clusterConcurrency: 1_000);
        ClaimedTask<FirstMailTask>[] some = new ClaimedTask<FirstMailTask>[2];
        await Eventually.IsTrueAsync(
            async () =>
            {
                claimed.AddRange(some[..await container.ClaimAsync(request, some, Cancellation)]);
                return claimed.Count == tasks.Length;
            },
            () => "all tasks are claimed");
        Assert.Equal(tasks.Select(t => t.Payload), claimed.OrderBy(c => c.Payload.Copies).Select(c => c.Payload));
        ClaimKey[] held = [.. claimed.Select(c => new ClaimKey(c.Id, c.ClaimToken))];
        Assert.Empty((await container.RenewAsync(new RenewRequest(request.Claimant, held, TimeSpan.FromMinutes(5)), Cancellation)).Lost);
        bool[] accepted = await container.ApplyAsync(
            TaskTransition<string>.Succeed(claimed[0].Id, claimed[0].ClaimToken, "\\ done"),
            TaskTransition<string>.Succeed(claimed[1].Id, claimed[1].ClaimToken, "done"),
            TaskTransition<string>.Fail(claimed[2].Id, claimed[2].ClaimToken, new TaskFailure(TaskFailureReason.Exception, "\\'")),
            TaskTransition<string>.Release(claimed[3].Id, claimed[3].ClaimToken));
        Assert.Equal([true, true, true, true], accepted);
        Assert.Equal(("\\ done", TaskState.Succeeded), ((await container.GetAsync(claimed[0].Id)).Result, (await container.GetAsync(claimed[0].Id)).State));
        Assert.Equal("\\'", (await container.GetAsync(claimed[2].Id)).Failure?.Message);
        Assert.True((await container.ListAsync(new TaskQuery { State = TaskState.Succeeded, PageSize = 100 }, Cancellation)).Tasks.Count >= 2);
        await container.RescueAsync(new RescueRequest(canReattach: false, maxLosses: 3, limit: 10), Cancellation);
        CommandResult[] results = new CommandResult[2];
        await container.ExecuteAsync(TaskCommand.Delete, new[] { claimed[0].Id, claimed[2].Id }, results, Cancellation);
        Assert.Equal([CommandOutcome.Done, CommandOutcome.Done], results.Select(r => r.Outcome));
        await container.ExecuteAsync(TaskCommand.Stop, new[] { claimed[3].Id }, results.AsMemory(0, 1), Cancellation);
        Assert.Equal(CommandOutcome.Done, results[0].Outcome);
        TaskCounts after = await container.CountAsync(Cancellation);
        Assert.Equal((before.Succeeded + 1, before.Failed, before.Stopped + 1), (after.Succeeded, after.Failed, after.Stopped));
    }
}
