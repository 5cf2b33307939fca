using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Faults;

/// <summary>The end of a run is written in the end, or its task is rescued.</summary>
public sealed class AcknowledgementTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Acknowledgement_that_fails_is_repeated_while_the_lease_holds(bool isShared)
    {
        await using RemoteLab lab = new();
        int runs = 0;
        lab.Start(Counting(() => Interlocked.Increment(ref runs)), isShared: isShared);
        int failures = 0;
        lab.View.MoveHook = (move, isAfter) => move.Event == TaskEvent.Succeed && !isAfter && Interlocked.Increment(ref failures) <= 5
            ? Task.FromException(new IOException("The store is away."))
            : Task.CompletedTask;
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        foreach (int backoff in (int[])[50, 100, 200, 400])
        {
            await lab.Clock.FireAsync(TimeSpan.FromMilliseconds(backoff));
        }

        await lab.Clock.WhenSetAsync(TimeSpan.FromMilliseconds(800));
        Assert.Equal("acknowledging: IOException: The store is away.", Assert.Single(lab.Scheduler.GetStatus().Problems));
        Assert.Equal((1, TaskState.Running), (lab.Logs.CountOf(3), (await lab.GetAsync(handle.Id)).State));
        await lab.Clock.FireAsync(TimeSpan.FromMilliseconds(800));

        await lab.View.WhenMovedAsync(handle.Id, TaskEvent.Succeed);
        await lab.WhenLoggedAsync(4);
        Assert.Empty(lab.Scheduler.GetStatus().Problems);
        Assert.Equal((1, 1, 1), (runs, lab.Logs.CountOf(3), lab.Logs.CountOf(4)));
        Assert.Single(await lab.CloseAndReadFinishedAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Acknowledgement_that_never_lands_is_given_up_with_the_lease_and_the_task_is_rescued(bool isShared)
    {
        await using RemoteLab lab = new();
        int runs = 0;
        lab.Start(Counting(() => Interlocked.Increment(ref runs)), isShared: isShared);
        RemoteContainer view = lab.View;
        view.MoveHook = (_, isAfter) =>
        {
            view.IsCutOff |= !isAfter;
            return view.IsCutOff ? Task.FromException(new IOException("The store is away.")) : Task.CompletedTask;
        };
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        await lab.Clock.RunUntilAsync(lab.WhenLoggedAsync(5), TimeSpan.FromMilliseconds(500), "the end of patience");
        Assert.Equal(TaskState.Running, (await lab.GetAsync(handle.Id)).State);

        view.MoveHook = static (_, _) => Task.CompletedTask;
        view.IsCutOff = false;
        Task<RemoteMove> succeeded = view.WhenMovedAsync(handle.Id, TaskEvent.Succeed);
        await lab.Clock.RunUntilAsync(succeeded, TimeSpan.FromMilliseconds(500), "the second run");
        TaskRecord<string, string> record = await lab.GetAsync(handle.Id);
        Assert.Equal((2, TaskState.Succeeded, 1, 1), (runs, record.State, record.Attempt, record.Losses));
        Assert.Single(await lab.CloseAndReadFinishedAsync());
    }

    public static TheoryData<TaskEvent, bool> Ends
    {
        get
        {
            TheoryData<TaskEvent, bool> ends = [];
            foreach (TaskEvent end in (TaskEvent[])[TaskEvent.Succeed, TaskEvent.Fail, TaskEvent.Retry, TaskEvent.Defer, TaskEvent.Stop, TaskEvent.Release])
            {
                ends.Add(end, false);
                ends.Add(end, true);
            }

            return ends;
        }
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Move_that_was_made_although_its_answer_was_lost_is_recognised(TaskEvent end, bool isShared)
    {
        await using RemoteLab lab = new();
        TimeSpan later = TimeSpan.FromDays(1);
        RemoteFunction function = new(async (task, context) =>
        {
            await Task.Yield();
            switch (end)
            {
                case TaskEvent.Succeed:
                    return task;
                case TaskEvent.Defer:
                    throw new DeferTaskException(later);
                case TaskEvent.Fail or TaskEvent.Retry:
                    throw new InvalidOperationException("no");
                default:
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
                    return task;
            }
        });
        lab.Start(
            function,
            setup => (setup.Options.MaxAttempts, setup.Options.Retry) = (end == TaskEvent.Retry ? 2 : 1, RetryPolicy.Fixed(later)),
            isShared);
        int tries = 0;
        lab.View.MoveHook = (move, isAfter) => move.Event == end && isAfter && Interlocked.Increment(ref tries) == 1
            ? Task.FromException(new IOException("The answer was lost."))
            : Task.CompletedTask;
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        await function.Started.WhenCountAsync(1);
        await EndFromOutsideAsync(lab, end, handle.Id);

        await lab.Clock.RunUntilAsync(lab.WhenLoggedAsync(4), TimeSpan.FromMilliseconds(10), "the second try");
        await lab.CloseAllAsync();
        Assert.Equal(0, lab.Logs.CountOf(8));
        Assert.Equal([true, false], lab.View.Moves.Items.Where(move => move.Event == end).Select(move => move.Accepted));
        int expected = end is TaskEvent.Succeed or TaskEvent.Fail or TaskEvent.Stop ? 1 : 0;
        Assert.Equal(expected, (await lab.CloseAndReadFinishedAsync()).Count);
    }

    [Fact]
    public async Task Start_of_an_export_that_was_made_although_its_answer_was_lost_goes_on_to_save()
    {
        await using RemoteLab lab = new();
        RemotePersister persister = new();
        lab.Start(RemoteFunction.Shout(), setup => setup.Persister = persister);
        int tries = 0;
        lab.View.MoveHook = (move, isAfter) => move.Event == TaskEvent.Export && isAfter && Interlocked.Increment(ref tries) == 1
            ? Task.FromException(new IOException("The answer was lost."))
            : Task.CompletedTask;
        TaskHandle<string> handle = await lab.EnqueueAsync("aloud");
        await lab.Clock.FireAsync(TimeSpan.FromMilliseconds(50));

        Assert.Equal("ALOUD", await handle.Completion.Soon("the result"));
        Assert.Equal(1, persister.CountOf(RemoteSaving.Save));
    }

    private static RemoteFunction Counting(Action count) => new((task, _) =>
    {
        count();
        return ValueTask.FromResult(task);
    });

    private static async Task EndFromOutsideAsync(RemoteLab lab, TaskEvent end, TaskId id)
    {
        if (end == TaskEvent.Stop)
        {
            Task stopping = lab.Scheduler.StopTaskAsync(id);
            await lab.Clock.FireAsync(TimeSpan.FromMilliseconds(50));
            await stopping;
        }
        else if (end == TaskEvent.Release)
        {
            // Overtakes the patience of a close.
            _ = lab.Scheduler.CloseAsync(new CancellationToken(canceled: true));
        }
    }
}
