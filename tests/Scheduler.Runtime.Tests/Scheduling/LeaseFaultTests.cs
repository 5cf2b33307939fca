using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

/// <summary>Leases over a store that fails, is slow, or never answers.</summary>
public sealed class LeaseFaultTests
{
    private static readonly TimeSpan Interval = Bench.Lease / 3;

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_scheduler_whose_renewals_fail_for_a_lease_time_cancels_its_runs(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind);
        using SemaphoreSlim failed = new(0);
        bench.Container.BeforeRenew = () =>
        {
            failed.Release();
            throw new IOException("connection lost");
        };
        (TaskHandle<string> _, WorkRun run) = await bench.RunOneAsync();
        await bench.Time.PassAsync(Interval);
        await failed.WaitAsync(CancellationToken.None).Soon("a renewal to fail");

        // The thread waits after a failure by the system's clock, and goes on whatever the fake one says.
        Assert.False(run.Context.CancellationToken.IsCancellationRequested);
        bench.Time.Advance(Bench.Lease - Interval);
        await run.WhenCancelledAsync();
    }

    [Fact]
    public async Task A_scheduler_whose_renewals_are_never_answered_for_a_lease_time_cancels_its_runs()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        TaskCompletionSource never = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Container.BeforeRenew = () => never.Task;
        (TaskHandle<string> _, WorkRun run) = await bench.RunOneAsync();

        // One timer ticks, the other one bounds the call.
        await bench.Time.PassAsync(Interval, timers: 1);
        await bench.Time.PassAsync(Interval, timers: 2);
        Assert.False(run.Context.CancellationToken.IsCancellationRequested);
        await bench.Time.PassAsync(Interval, timers: 2);
        await run.WhenCancelledAsync();
        never.SetResult();
    }

    [Fact]
    public async Task The_code_of_a_task_whose_claim_is_answered_after_its_lease_is_not_called()
    {
        await using Bench bench = Bench.Made(ContainerKind.Shared);
        await using Bench slow = bench.Beside(configure: null, bench.Time);
        TaskCompletionSource claimed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        slow.Container.AfterClaim = count => count > 0 && claimed.TrySetResult() ? answer.Task : Task.CompletedTask;
        await slow.EnqueueAsync("late");
        await claimed.Task.Soon();

        // Renewals of other runs go on meanwhile; they say nothing of this claim. Nobody has rescued the task yet.
        slow.Container.BeforeRescue = static () => throw new IOException("not now");
        slow.Time.Advance(Bench.Lease);
        TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        slow.Container.AfterApply = move => Task.FromResult(move.Event == TaskEvent.Release && released.TrySetResult());
        answer.SetResult();
        await released.Task.Soon("the task to be given back");
        WorkRun run = await slow.Work.NextAsync();
        Assert.Equal(1, run.Context.Attempt);
        run.Return();
    }

    [Fact]
    public async Task The_lease_is_counted_from_when_the_claim_was_sent()
    {
        await using Bench store = Bench.Made(ContainerKind.Queue);
        await using Bench slow = store.Beside(configure: null, new ManualTime());
        TaskCompletionSource claimed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        slow.Container.AfterClaim = count => count > 0 && claimed.TrySetResult() ? answer.Task : Task.CompletedTask;
        await slow.EnqueueAsync();
        await claimed.Task.Soon();
        await slow.Time.PassAsync(Interval);
        await slow.Time.PassAsync(Interval);
        slow.Container.BeforeRenew = static () => throw new IOException("connection lost");
        answer.SetResult();
        WorkRun run = await slow.Work.NextAsync();
        await slow.Time.PassAsync(Interval);
        await run.WhenCancelledAsync();
    }

    [Theory]
    [InlineData(ContainerKind.Queue)]
    [InlineData(ContainerKind.Shared)]
    public async Task Leases_are_kept_on_a_thread_that_is_not_of_the_pool(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind);
        using SemaphoreSlim looked = new(0);
        int onThePool = 0;
        Task Note()
        {
            Interlocked.Add(ref onThePool, Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
            return Task.CompletedTask;
        }

        bench.Container.BeforeRenew = Note;
        bench.Container.BeforeRescue = Note;
        bench.Container.AfterRescue = _ => Task.FromResult(looked.Release());
        await bench.RunOneAsync();
        for (int i = 0; i < 5; i++)
        {
            await bench.Time.PassAsync(Interval, timers: 1);
            await looked.WaitAsync(CancellationToken.None).Soon("the thread to renew and rescue");
        }

        Assert.Equal(0, onThePool);
    }

    [Theory]
    [InlineData(ContainerKind.Queue)]
    [InlineData(ContainerKind.Shared)]
    public async Task A_rescue_that_is_never_answered_does_not_cost_the_leases(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind);
        TaskCompletionSource never = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource renewedAgain = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Container.BeforeRescue = () =>
        {
            asked.TrySetResult();
            return never.Task;
        };
        await bench.RunOneAsync();
        await bench.Time.PassAsync(Interval);
        await asked.Task.Soon();
        bench.Container.BeforeRenew = () => Task.FromResult(renewedAgain.TrySetResult());
        try
        {
            // There is the timer that ticks besides the one that bounds the rescue.
            await bench.Time.PassAsync(Interval, timers: 2);
            await renewedAgain.Task.Soon("a renewal while the rescue hangs");
        }
        finally
        {
            never.SetResult();
        }
    }
}
