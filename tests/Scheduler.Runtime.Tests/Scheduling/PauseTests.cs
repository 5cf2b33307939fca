using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

public sealed class PauseTests
{
    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_paused_scheduler_claims_nothing_lets_running_tasks_end_and_goes_on_when_resumed(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.Concurrency = 1);
        using SemaphoreSlim looked = new(0);
        bench.Container.AfterRescue = _ => Task.FromResult(looked.Release());
        (TaskHandle<string> running, WorkRun run) = await bench.RunOneAsync("runs already");
        TaskHandle<string> waiting = await bench.EnqueueAsync("waits");
        bench.Scheduler.Pause();
        bench.Scheduler.Pause();
        Assert.Equal(SchedulerState.Paused, bench.Scheduler.GetStatus().State);
        run.Return();
        Assert.Equal(TaskState.Succeeded, (await bench.OutcomeOf(running)).State);

        // Memory in front gives back what it holds once it has seen for a round that nobody claims there.
        for (int round = 0; kind == ContainerKind.Combined && round < 2; round++)
        {
            await bench.Time.PassAsync(Bench.Lease / 3);
            await looked.WaitAsync(CancellationToken.None).Soon("the paused scheduler to look for lost tasks");
        }

        // Another scheduler finds the task waiting, so the paused one did not take it.
        await using (Bench other = bench.Beside())
        {
            (await other.Work.NextAsync()).Return("by the other");
            Assert.Equal("by the other", (await bench.OutcomeOf(waiting)).Result);
        }

        TaskHandle<string> afterwards = await bench.EnqueueAsync("afterwards");
        bench.Scheduler.Resume();
        bench.Scheduler.Resume();
        (await bench.Work.NextAsync()).Return("by the resumed");
        Assert.Equal("by the resumed", (await bench.OutcomeOf(afterwards)).Result);
        Assert.Equal(SchedulerState.Started, bench.Scheduler.GetStatus().State);
        Assert.Equal(2, bench.Work.Starts);
    }

    [Fact]
    public async Task A_scheduler_that_is_paused_before_its_start_begins_paused()
    {
        await using Bench bench = Bench.Made(ContainerKind.Queue);
        bench.Scheduler.Pause();
        bench.Scheduler.Start();
        TaskHandle<string> handle = await bench.EnqueueAsync();
        Assert.Equal(SchedulerState.Paused, bench.Scheduler.GetStatus().State);
        await using Bench other = bench.Beside();
        (await other.Work.NextAsync()).Return();
        await handle.Completion.Soon();
        Assert.Equal(0, bench.Work.Starts);
    }

    [Fact]
    public async Task The_status_tells_how_many_slots_are_taken_and_how_many_by_code_that_does_not_end()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        bench.Method = bench.Work.RunStubbornlyAsync;
        (TaskHandle<string> first, WorkRun _) = await bench.RunOneAsync("first");
        await bench.RunOneAsync("second");
        Assert.Equal((2, 0), Slots(bench));
        await bench.StopAsync(first.Id);
        Assert.Equal((2, 1), Slots(bench));
        Assert.Empty(bench.Scheduler.GetStatus().Problems);
    }

    private static (int Running, int Overdue) Slots(Bench bench)
    {
        SchedulerStatus status = bench.Scheduler.GetStatus();
        return (status.Running, status.Overdue);
    }
}
