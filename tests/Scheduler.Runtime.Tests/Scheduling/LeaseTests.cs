using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

/// <summary>Two schedulers over one store, one of which is lost: its clock stands still, as in a process that hangs.</summary>
public sealed class LeaseTests
{
    private static readonly TimeSpan Interval = Bench.Lease / 3;

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_task_that_runs_longer_than_its_lease_is_renewed_and_stays_where_it_is(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind);
        using SemaphoreSlim renewed = new(0);
        bench.Container.AfterRescue = _ => Task.FromResult(renewed.Release());
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        await using Bench other = bench.Beside();
        other.Container.AfterRescue = bench.Container.AfterRescue;
        await PrepareAsync(other);
        for (int i = 1; i <= 10; i++)
        {
            await bench.Time.PassAsync(Interval, timers: 2);
            await renewed.WaitAsync(CancellationToken.None).Soon("one of the two to renew and rescue");
            await renewed.WaitAsync(CancellationToken.None).Soon("the other one to renew and rescue");
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
        await using Bench rescuer = Bench.Made(kind);
        await using Bench lost = Lost(rescuer);
        using SemaphoreSlim looked = new(0);
        rescuer.Container.AfterRescue = _ => Task.FromResult(looked.Release());
        (TaskHandle<string> handle, WorkRun zombie) = await RunAtAsync(lost, rescuer);
        for (int i = 0; i < 2; i++)
        {
            await rescuer.Time.PassAsync(Interval, timers: 1);
            await looked.WaitAsync(CancellationToken.None).Soon("the rescuer to look");
        }

        await rescuer.Time.WhenOnlyArmedAsync(Interval, timers: 1).Soon();
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
        await using Bench rescuer = Bench.Made(kind);
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
        await using Bench rescuer = Bench.Made(kind);
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
    public async Task A_task_that_loses_its_scheduler_too_often_fails_and_says_so(ContainerKind kind)
    {
        await using Bench rescuer = Bench.Made(kind, (_, options) => options.MaxLosses = 1);
        rescuer.Scheduler.Pause();
        rescuer.Scheduler.Start();
        await using Bench lost = Lost(rescuer, concurrency: 2);
        (TaskHandle<string> handle, WorkRun _) = await lost.RunOneAsync();
        Assert.Equal(TaskState.Running, (await lost.GetAsync(handle.Id)).State);
        await PrepareAsync(rescuer);
        await rescuer.Time.WhenArmedAsync(Interval).Soon();
        rescuer.Time.Advance(Bench.Lease);
        WorkRun second = await lost.Work.NextAsync();
        Assert.Equal((TaskState.Running, 1), ((await lost.GetAsync(handle.Id)).State, second.Context.Attempt));
        await rescuer.Time.WhenArmedAsync(Interval).Soon();
        rescuer.Time.Advance(Bench.Lease);

        TaskOutcome<string> outcome = await rescuer.OutcomeOf(handle);
        Assert.Equal((TaskState.Failed, TaskFailureReason.Lost), (outcome.State, outcome.Failure!.Reason));
        Assert.Contains("MaxLosses", outcome.Failure.Message, StringComparison.Ordinal);
        second.Return("too late");
        await lost.CloseAtOnceAsync().Soon();
        Assert.Equal(TaskState.Failed, (await rescuer.GetAsync(handle.Id)).State);
    }

    // A scheduler over the same store whose own clock stands still.
    private static Bench Lost(Bench beside, int concurrency = 1) =>
        beside.Beside((_, options) => (options.FinishedTasksCapacity, options.Concurrency) = (10, concurrency), new ManualTime());

    private static async Task<(TaskHandle<string> Handle, WorkRun Run)> RunAtAsync(Bench lost, Bench rescuer)
    {
        // The one slot of the lost scheduler stays taken, so it is the rescuer who gets the task.
        lost.Method = lost.Work.RunStubbornlyAsync;
        (TaskHandle<string> handle, WorkRun run) = await lost.RunOneAsync();

        // Memory in front tells the store of the run at once if somebody looks; its clock stands still.
        Assert.Equal(TaskState.Running, (await lost.GetAsync(handle.Id)).State);
        rescuer.Scheduler.Start();
        await PrepareAsync(rescuer);
        return (handle, run);
    }

    // A scheduler whose container is not prepared yet does not look for lost tasks; whoever adds a task prepares it.
    private static Task<TaskHandle<string>> PrepareAsync(Bench bench) => bench.CreateAsync("never started");

    private static async Task<WorkRun> RescueAsync(Bench rescuer)
    {
        await rescuer.Time.WhenArmedAsync(Interval).Soon();
        rescuer.Time.Advance(Bench.Lease);
        return await rescuer.Work.NextAsync();
    }
}
