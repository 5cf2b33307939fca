using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GeneratedScheduler.Runtime.Tests.Faults;

/// <summary>The store goes away and comes back; nobody has to restart anything.</summary>
public sealed class StoreOutageTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Scheduler_goes_on_by_itself_when_the_store_comes_back(bool isShared)
    {
        await using RemoteLab lab = new();
        TaskCompletionSource<string> slow = new();
        RemoteFunction function = new((task, _) => task == "slow" ? new ValueTask<string>(slow.Task) : ValueTask.FromResult(task));
        lab.Start(function, setup => setup.Options.SchedulingInterval = TimeSpan.FromSeconds(5), isShared);
        SchedulerHealthCheck health = new([lab.Scheduler]);
        Assert.Equal(HealthStatus.Healthy, await CheckAsync(health));
        TaskHandle<string> handle = await lab.EnqueueAsync("slow");
        await function.Started.WhenCountAsync(1);

        lab.View.IsCutOff = true;
        await lab.Clock.RunUntilAsync(lab.WhenLoggedAsync(3, count: 2), TimeSpan.FromSeconds(1), "two loops that fail");
        Assert.Equal(HealthStatus.Degraded, await CheckAsync(health));
        await Assert.ThrowsAsync<IOException>(() => lab.EnqueueAsync("refused"));
        await lab.Clock.PassAsync(TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(1), unless: new TaskCompletionSource().Task);

        lab.View.IsCutOff = false;
        TaskHandle<string> next = await lab.EnqueueAsync("next");
        slow.SetResult("in the end");
        Task<RemoteMove> both = Task.WhenAll(
            lab.View.WhenMovedAsync(handle.Id, TaskEvent.Succeed),
            lab.View.WhenMovedAsync(next.Id, TaskEvent.Succeed)).ContinueWith(moves => moves.Result[0], TaskScheduler.Default);
        await lab.Clock.RunUntilAsync(both, TimeSpan.FromSeconds(1), "both tasks");
        await lab.Clock.RunUntilAsync(WhenWellAsync(lab), TimeSpan.FromSeconds(1), "recovery");
        Assert.Equal(HealthStatus.Healthy, await CheckAsync(health));
        Assert.Equal(lab.Logs.CountOf(3), lab.Logs.CountOf(4));
        Assert.InRange(lab.Logs.CountOf(3), 2, 4);
    }

    [Fact]
    public async Task Claiming_is_well_again_as_soon_as_the_store_answers()
    {
        await using RemoteLab lab = new();
        lab.Start(RemoteFunction.Shout());
        await lab.View.Calls.WhenAsync(call => call == "Claim");
        lab.View.IsCutOff = true;
        Task failed = lab.Logs.Entries.WhenAsync(entry => entry.Id == 3 && entry.Message.Contains("claiming", StringComparison.Ordinal));
        await lab.Clock.RunUntilAsync(failed, RemoteLab.SchedulingInterval, "the failure");
        lab.View.IsCutOff = false;

        // Much less than the scheduling interval, after which the loop would look again.
        Task recovered = lab.Logs.Entries.WhenAsync(entry => entry.Id == 4 && entry.Message.Contains("claiming", StringComparison.Ordinal));
        await lab.Clock.RunUntilAsync(recovered, TimeSpan.FromSeconds(1), "the recovery");
        Assert.DoesNotContain(lab.Scheduler.GetStatus().Problems, problem => problem.StartsWith("claiming", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Store_that_is_down_at_the_start_is_prepared_before_anything_else_is_asked_of_it(bool isShared)
    {
        await using RemoteLab lab = new();
        bool isDown = true;
        lab.Start(RemoteFunction.Shout(), isShared: isShared, prepare: view => view.Hook = (call, _) =>
            call == "Initialize" && Volatile.Read(ref isDown) ? Task.FromException(new IOException("The store is away.")) : Task.CompletedTask);
        RemoteContainer view = lab.View;
        await lab.Clock.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1), unless: view.Calls.WhenAsync(call => call != "Initialize"));
        Assert.DoesNotContain(view.Calls.Items, call => call != "Initialize");
        await Assert.ThrowsAsync<IOException>(() => lab.EnqueueAsync("refused"));
        Volatile.Write(ref isDown, false);

        TaskHandle<string> handle = await lab.EnqueueAsync("late");
        await lab.Clock.RunUntilAsync(handle.Completion, TimeSpan.FromSeconds(1), "the result");
        Assert.Equal("LATE", await handle.Completion);
    }

    [Theory]
    [InlineData("Get")]
    [InlineData("List")]
    [InlineData("Count")]
    [InlineData("Execute")]
    public async Task Scheduler_that_runs_nothing_prepares_the_store_before_its_first_question(string question)
    {
        await using RemoteLab lab = new();
        Scheduler<string, string> scheduler = lab.Start(RemoteFunction.Shout(), setup =>
            (setup.Options.RunTasks, setup.Options.FinishedTasksCapacity) = (false, 0));
        CancellationToken none = CancellationToken.None;
        Task asked = question switch
        {
            "Get" => scheduler.GetAsync(TaskId.New(), none).AsTask(),
            "List" => scheduler.ListAsync(new TaskQuery(TaskState.Failed), none).AsTask(),
            "Count" => scheduler.CountAsync(none).AsTask(),
            _ => scheduler.StopTaskAsync(TaskId.New()),
        };
        await asked.Soon("the answer");

        Assert.Equal(["Initialize", question], lab.View.Calls.Items);
    }

    [Fact]
    public async Task Claim_whose_answer_was_lost_comes_back_with_its_lease_and_burns_no_attempt()
    {
        await using RemoteLab lab = new();
        int claims = 0;
        RemoteFunction function = new(async (task, context) =>
        {
            if (task == "busy")
            {
                // Holds a claim that is renewed all the time, so that the scheduler is well alive.
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
            }

            return task;
        });
        lab.Start(function);
        TaskHandle<string> busy = await lab.EnqueueAsync("busy");
        await function.Started.WhenCountAsync(1);
        lab.View.Hook = (call, isAfter) => call == "Claim" && isAfter && Interlocked.Increment(ref claims) == 1
            ? Task.FromException(new IOException("The answer was lost."))
            : Task.CompletedTask;
        TaskHandle<string> handle = await lab.EnqueueAsync("lost");
        await lab.Clock.RunUntilAsync(handle.Completion, TimeSpan.FromSeconds(1), "the result");

        TaskRecord<string, string> record = await lab.GetAsync(handle.Id);
        Assert.Equal((TaskState.Succeeded, 1, 1), (record.State, record.Attempt, record.Losses));
        Assert.Equal(TaskState.Running, (await lab.GetAsync(busy.Id)).State);
        await lab.Scheduler.StopTaskAsync(busy.Id);
    }

    private static async Task<HealthStatus> CheckAsync(SchedulerHealthCheck health) =>
        (await health.CheckHealthAsync(new HealthCheckContext(), CancellationToken.None)).Status;

    private static async Task WhenWellAsync(RemoteLab lab)
    {
        // Every loop that failed says once that it works again.
        await lab.WhenLoggedAsync(4, lab.Logs.CountOf(3));
    }
}
