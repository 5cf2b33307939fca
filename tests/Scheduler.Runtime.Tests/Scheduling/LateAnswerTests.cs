using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

/// <summary>Answers of the store that come when nobody waits for them any more.</summary>
public sealed class LateAnswerTests
{
    [Fact]
    public async Task A_claim_that_is_answered_after_the_close_is_given_back_and_not_run()
    {
        await using Bench bench = Bench.Over(ContainerKind.Shared);
        TaskCompletionSource claimed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Container.AfterClaim = count => count > 0 && claimed.TrySetResult() ? answer.Task : Task.CompletedTask;
        TaskHandle<string> handle = await bench.EnqueueAsync();
        await claimed.Task.Soon("the task to be claimed");
        Task closing = bench.CloseAtOnceAsync();
        while (await Task.WhenAny(closing, bench.Time.WhenArmedAsync(Bench.StopTimeout)).Soon() != closing)
        {
            bench.Time.Advance(Bench.StopTimeout);
        }

        answer.SetResult();

        await using Bench other = bench.Beside();
        (await other.Work.NextAsync()).Return("by the other");
        Assert.Equal("by the other", (await other.OutcomeOf(handle)).Result);
        Assert.Equal(0, bench.Work.Starts);
    }

    [Fact]
    public async Task An_end_that_is_written_while_the_scheduler_closes_counts()
    {
        await using Bench bench = Bench.Over(ContainerKind.Shared);
        TaskCompletionSource writing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Container.BeforeApply = _ =>
        {
            writing.TrySetResult();
            return written.Task;
        };
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Return("result");
        await writing.Task.Soon();
        Task closing = bench.CloseAtOnceAsync();
        await bench.Time.WhenArmedAsync(Bench.StopTimeout).Soon();
        Assert.False(closing.IsCompleted);
        written.SetResult();
        await closing.Soon();
        TaskRecord<string, string> record = await bench.GetAsync(handle.Id);
        Assert.Equal((TaskState.Succeeded, "result"), (record.State, record.Result));
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task Clocks_that_differ_by_an_hour_cost_no_lease_and_hasten_no_task(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.Concurrency = 1);
        ManualTime fast = new();
        fast.Advance(TimeSpan.FromHours(1));
        using SemaphoreSlim looked = new(0);
        await using Bench ahead = bench.Beside(configure: null, fast, isStarted: false);
        ahead.Container.BeforeRescue = () => Task.FromResult(looked.Release());
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        TaskHandle<string> delayed = await ahead.EnqueueAsync("delayed", new EnqueueOptions { Delay = TimeSpan.FromMinutes(17) });
        ahead.Scheduler.Start();

        await fast.PassAsync(Bench.Lease / 3);
        await looked.WaitAsync(CancellationToken.None).Soon("the scheduler whose clock is ahead to look for lost tasks");

        TaskRecord<string, string> record = await bench.GetAsync(handle.Id);
        Assert.Equal((bench.Scheduler.Claimant, 0), (record.Owner, record.Losses));
        Assert.Equal(TaskState.Waiting, (await bench.GetAsync(delayed.Id)).State);
        await bench.Time.WhenArmedAsync(TimeSpan.FromMinutes(17)).Soon();
        bench.Time.Advance(TimeSpan.FromMinutes(17));
        Assert.Equal(delayed.Id, (await ahead.Work.NextAsync()).Context.Id);
        run.Return();
    }

    /// <summary>A worker that goes on with the next task looks whether it may, and then claims; in between the scheduler may close.</summary>
    [Fact]
    public async Task A_task_that_a_worker_claims_while_its_scheduler_closes_is_given_back_and_not_started()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.Concurrency = 1);
        (TaskHandle<string> _, WorkRun first) = await bench.RunOneAsync("first");
        TaskCompletionSource claiming = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Container.BeforeClaim = () =>
        {
            claiming.TrySetResult();
            return answer.Task;
        };
        first.Return();
        await claiming.Task.Soon("the worker to claim the next task");
        TaskHandle<string> next = await bench.EnqueueAsync("next");
        Task closing = bench.CloseAtOnceAsync();

        // The slot still has the first run. Its token says that the close has told all whom it found to end.
        await first.WhenCancelledAsync();
        answer.SetResult();
        await closing.Soon();
        Assert.Equal(1, bench.Work.Starts);
        TaskRecord<string, string> record = await bench.GetAsync(next.Id);
        Assert.Equal((TaskState.Waiting, 0), (record.State, record.Attempt));
    }
}
