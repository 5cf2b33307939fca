using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

/// <summary>Two schedulers over one store, one of which is lost: its clock stands still, as that of a process that hangs.</summary>
public sealed class LeaseTests
{
    private static readonly TimeSpan Interval = Bench.Lease / 3;

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_task_that_runs_longer_than_its_lease_is_renewed_and_stays_where_it_is(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind);
        using SemaphoreSlim renewed = new(0);
        bench.Container.BeforeRescue = () => Task.FromResult(renewed.Release());
        await using Bench other = bench.Beside();
        other.Scheduler.Pause();
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        for (int i = 1; i <= 10; i++)
        {
            await bench.Time.PassAsync(Interval);
            await renewed.WaitAsync(CancellationToken.None).Soon("the leases to be renewed");
            TaskRecord<string, string> record = await bench.GetAsync(handle.Id);
            Assert.Equal((bench.Time.GetUtcNow() + Bench.Lease, 0), (record.LeaseUntil, record.Losses));
        }

        run.Return("after five lease times");
        Assert.Equal("after five lease times", (await bench.OutcomeOf(handle)).Result);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task The_task_of_a_lost_scheduler_is_rescued_when_its_lease_is_over_and_not_before(ContainerKind kind)
    {
        await using Bench rescuer = Bench.Over(kind);
        await using Bench lost = Lost(rescuer);
        using SemaphoreSlim looked = new(0);
        rescuer.Container.BeforeRescue = () => Task.FromResult(looked.Release());
        (TaskHandle<string> handle, WorkRun zombie) = await RunAtAsync(lost, rescuer);
        for (int i = 0; i < 2; i++)
        {
            await rescuer.Time.PassAsync(Interval);
            await looked.WaitAsync(CancellationToken.None).Soon("the rescuer to look");
        }

        await rescuer.Time.WhenArmedAsync(Interval).Soon();
        rescuer.Time.Advance(Interval - TimeSpan.FromTicks(1));
        Assert.Equal(lost.Scheduler.Claimant, (await rescuer.GetAsync(handle.Id)).Owner);
        rescuer.Time.Advance(TimeSpan.FromTicks(1));

        WorkRun rescued = await rescuer.Work.NextAsync();
        Assert.Equal(1, rescued.Context.Attempt);
        Assert.True(rescued.Context.ClaimToken > zombie.Context.ClaimToken);
        Assert.Equal(1, (await rescuer.GetAsync(handle.Id)).Losses);
        rescued.Return("rescued");
        Assert.Equal("rescued", (await rescuer.OutcomeOf(handle)).Result);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_run_that_lost_its_lease_can_write_nothing(ContainerKind kind)
    {
        await using Bench rescuer = Bench.Over(kind);
        await using Bench lost = Lost(rescuer);
        (TaskHandle<string> handle, WorkRun zombie) = await RunAtAsync(lost, rescuer);
        WorkRun rescued = await RescueAsync(rescuer);

        TaskCompletionSource reported = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lost.Container.AfterApply = _ => Task.FromResult(reported.TrySetResult());
        zombie.Context.ReportProgress(0.9, "of the zombie");
        await lost.Time.PassAsync(Bench.StatusInterval);
        await reported.Task.Soon("the zombie to report its progress");
        Assert.Null((await rescuer.GetAsync(handle.Id)).Progress);

        zombie.Return("of the zombie");
        await lost.CloseAsync().Soon();
        TaskRecord<string, string> record = await rescuer.GetAsync(handle.Id);
        Assert.Equal((TaskState.Running, rescuer.Scheduler.Claimant), (record.State, record.Owner));
        await foreach (FinishedTask<string, string> task in lost.Scheduler.FinishedTasks(CancellationToken.None))
        {
            Assert.Fail($"{task} was not ended by the one that lost it");
        }

        rescued.Return("of the rescuer");
        Assert.Equal("of the rescuer", (await rescuer.OutcomeOf(handle)).Result);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_scheduler_that_learns_of_a_lost_lease_cancels_the_run_and_leaves_the_task_alone(ContainerKind kind)
    {
        await using Bench rescuer = Bench.Over(kind);
        await using Bench lost = Lost(rescuer);
        (TaskHandle<string> handle, WorkRun zombie) = await RunAtAsync(lost, rescuer);
        WorkRun rescued = await RescueAsync(rescuer);
        await lost.Time.PassAsync(Interval);
        await zombie.WhenCancelledAsync();
        Assert.Equal(rescuer.Scheduler.Claimant, (await rescuer.GetAsync(handle.Id)).Owner);
        rescued.Return("of the rescuer");
        Assert.Equal("of the rescuer", (await rescuer.OutcomeOf(handle)).Result);
    }

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
        if (kind != ContainerKind.Shared)
        {
            // Its own thread waits after a failure by the system's clock, and goes on whatever the fake one says.
            await bench.Time.WhenArmedAsync(TimeSpan.FromMilliseconds(50)).Soon();
        }

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
        Task cancelled = run.WhenCancelledAsync();
        for (int i = 0; i < 5 && await Task.WhenAny(cancelled, bench.Time.WhenArmedAsync(Interval)).Soon() != cancelled; i++)
        {
            bench.Time.Advance(Interval);
            await Task.WhenAny(cancelled, bench.Time.WhenArmedAsync(TimeSpan.FromMilliseconds(50 << Math.Max(0, i - 1)))).Soon();
            bench.Time.Advance(i == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(50 << i - 1));
        }

        await cancelled.Soon();
        never.SetResult();
    }

    [Fact]
    public async Task The_lease_is_counted_from_when_the_claim_was_sent()
    {
        await using Bench store = Bench.Made(ContainerKind.Queue);
        await using Bench slow = Lost(store);
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
    [ClassData(typeof(EveryContainer))]
    public async Task A_task_that_loses_its_scheduler_too_often_fails_and_says_so(ContainerKind kind)
    {
        await using Bench rescuer = Bench.Over(kind, (_, options) => options.MaxLosses = 1);
        rescuer.Scheduler.Pause();
        await using Bench lost = Lost(rescuer);
        (TaskHandle<string> handle, WorkRun _) = await lost.RunOneAsync();
        await rescuer.Time.WhenArmedAsync(Interval).Soon();
        rescuer.Time.Advance(Bench.Lease);
        WorkRun second = await lost.Work.NextAsync();
        Assert.Equal(1, second.Context.Attempt);
        await rescuer.Time.WhenArmedAsync(Interval).Soon();
        rescuer.Time.Advance(Bench.Lease);

        TaskOutcome<string> outcome = await rescuer.OutcomeOf(handle);
        Assert.Equal((TaskState.Failed, TaskFailureReason.Lost), (outcome.State, outcome.Failure!.Reason));
        Assert.Contains("MaxLosses", outcome.Failure.Message, StringComparison.Ordinal);
        second.Return("too late");
        await lost.CloseAtOnceAsync().Soon();
        Assert.Equal(TaskState.Failed, (await rescuer.GetAsync(handle.Id)).State);
    }

    [Fact]
    public async Task The_leases_of_a_shared_container_are_kept_on_a_thread_that_is_not_of_the_pool()
    {
        await using Bench bench = Bench.Over(ContainerKind.Shared);
        using SemaphoreSlim looked = new(0);
        int onThePool = 0;
        Task Note()
        {
            Interlocked.Add(ref onThePool, Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
            return Task.CompletedTask;
        }

        bench.Container.BeforeRenew = Note;
        bench.Container.BeforeRescue = () =>
        {
            looked.Release();
            return Note();
        };
        await bench.RunOneAsync();
        for (int i = 0; i < 5; i++)
        {
            await bench.Time.PassAsync(Interval);
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
            for (int i = 0; i < 2 && !renewedAgain.Task.IsCompleted; i++)
            {
                await Task.WhenAny(renewedAgain.Task, bench.Time.WhenArmedAsync(Interval)).Soon("the next renewal, or the wait for it");
                bench.Time.Advance(Interval);
            }

            await renewedAgain.Task.Soon("a renewal while the rescue hangs");
        }
        finally
        {
            never.SetResult();
        }
    }

    // A scheduler over the same store whose own clock stands still.
    private static Bench Lost(Bench beside) =>
        beside.Beside((_, options) => options.FinishedTasksCapacity = 10, new ManualTime());

    private static async Task<(TaskHandle<string> Handle, WorkRun Run)> RunAtAsync(Bench lost, Bench rescuer)
    {
        rescuer.Scheduler.Pause();
        lost.Method = lost.Work.RunStubbornlyAsync;
        (TaskHandle<string> handle, WorkRun run) = await lost.RunOneAsync();
        lost.Scheduler.Pause();
        rescuer.Scheduler.Resume();
        return (handle, run);
    }

    private static async Task<WorkRun> RescueAsync(Bench rescuer)
    {
        await rescuer.Time.WhenArmedAsync(Interval).Soon();
        rescuer.Time.Advance(Bench.Lease);
        return await rescuer.Work.NextAsync();
    }
}
