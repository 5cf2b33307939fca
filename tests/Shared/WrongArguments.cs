using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Tests.Shared;

/// <summary>Calls with arguments that every container refuses, each with the parameter that the exception names.</summary>
internal static class WrongArguments
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    public static async Task ExpectAsync<TTask, TResult>(ITaskContainer<TTask, TResult> container, TTask payload, CancellationToken cancellation)
    {
        NewTask<TTask> task = new(TaskId.New(), payload, EnqueueOptions.Default);
        ClaimRequest request = new(ClaimantId.New(), Lease);
        TaskTransition<TResult>[] moves = [TaskTransition<TResult>.Export(task.Id, 1)];
        ClaimedTask<TTask>[] claimed = new ClaimedTask<TTask>[1];

        await Wrong<ArgumentException>("outcomes", () => container.AddAsync(new[] { task }, new ITaskOutcomeSource<TResult>?[2], cancellation));
        await Wrong<ArgumentException>("tasks", () => container.AddAsync(new[] { task, task with { Id = default } }, default, cancellation));
        await Wrong<ArgumentException>("tasks", () => container.AddAsync(new[] { task with { Options = null! } }, default, cancellation));
        await Wrong<ArgumentOutOfRangeException>("request", () => Done(container.ClaimAsync(default, claimed, cancellation)));
        await Wrong<ArgumentOutOfRangeException>("request", () => Done(container.ClaimAsync(request with { LeaseDuration = TimeSpan.Zero }, claimed, cancellation)));
        await Wrong<ArgumentOutOfRangeException>("request", () => Done(container.ClaimAsync(request with { ClusterConcurrency = -1 }, claimed, cancellation)));
        await Wrong<ArgumentException>("accepted", () => container.ApplyAsync(moves, new bool[2], cancellation));
        await Wrong<ArgumentOutOfRangeException>("request", () => Done(container.RenewAsync(new RenewRequest(request.Claimant, default, TimeSpan.Zero), cancellation)));
        await Wrong<ArgumentOutOfRangeException>("request", () => Done(container.RescueAsync(new RescueRequest(false, 1, 0), cancellation)));
        await Wrong<ArgumentOutOfRangeException>("request", () => Done(container.RescueAsync(new RescueRequest(false, -1, 1), cancellation)));
        await Wrong<ArgumentOutOfRangeException>("request", () => container.WaitForTasksAsync(default, Lease, cancellation));
        await Wrong<ArgumentOutOfRangeException>("timeout", () => container.WaitForTasksAsync(request, TimeSpan.FromTicks(-2), cancellation));
        await Wrong<ArgumentOutOfRangeException>("command", () => container.ExecuteAsync((TaskCommand)4, new[] { task.Id }, new CommandResult[1], cancellation));
        await Wrong<ArgumentOutOfRangeException>("command", () => container.ExecuteAsync((TaskCommand)(-1), default, default, cancellation));
        await Wrong<ArgumentException>("results", () => container.ExecuteAsync(TaskCommand.Stop, new[] { task.Id }, default, cancellation));
        Assert.Equal(default, await container.CountAsync(cancellation));
    }

    private static Task<TException> Wrong<TException>(string parameter, Func<ValueTask> call) where TException : ArgumentException =>
        Assert.ThrowsAsync<TException>(parameter, async () => await call());

    private static async ValueTask Done<T>(ValueTask<T> call) => await call;
}
