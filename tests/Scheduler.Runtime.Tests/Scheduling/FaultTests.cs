using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

/// <summary>A container that fails, for a while or for ever.</summary>
public sealed class FaultTests
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(50);

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task Claims_that_fail_are_repeated_shown_in_the_status_and_forgotten_when_they_work_again(ContainerKind kind)
    {
        await using Bench bench = Bench.Made(kind);
        bench.Container.BeforeClaim = static () => throw new InvalidOperationException("the store is away");
        bench.Scheduler.Start();
        TaskHandle<string> handle = await bench.EnqueueAsync();
        await bench.Time.PassAsync(FirstBackoff);
        await bench.Time.WhenArmedAsync(FirstBackoff * 2).Soon();
        Assert.Equal(
            "claiming: InvalidOperationException: the store is away", Assert.Single(bench.Scheduler.GetStatus().Problems));

        bench.Container.BeforeClaim = null;
        await bench.Time.PassAsync(FirstBackoff * 2);

        (await bench.Work.NextAsync()).Return();
        await bench.OutcomeOf(handle);
        await bench.CloseAsync().Soon();
        Assert.Empty(bench.Scheduler.GetStatus().Problems);
    }

    [Theory]
    [InlineData(ContainerKind.Queue, true)]
    [InlineData(ContainerKind.Queue, false)]
    [InlineData(ContainerKind.Shared, true)]
    [InlineData(ContainerKind.Shared, false)]
    public async Task An_end_that_cannot_be_written_is_written_later_and_counts_once(ContainerKind kind, bool afterTheEffect)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.FinishedTasksCapacity = 10);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        Func<TaskTransition<string>, Task> fail = static _ => throw new IOException("connection lost");
        bench.Container.BeforeApply = afterTheEffect ? null : fail;
        bench.Container.AfterApply = afterTheEffect ? fail : null;
        run.Return("result");
        await bench.Time.WhenArmedAsync(FirstBackoff).Soon();
        Assert.StartsWith(
            "acknowledging: IOException", Assert.Single(bench.Scheduler.GetStatus().Problems), StringComparison.Ordinal);

        bench.Container.ForgetHooks();
        bench.Time.Advance(FirstBackoff);

        Assert.Equal("result", (await bench.OutcomeOf(handle)).Result);
        await bench.CloseAsync().Soon();
        Assert.Empty(bench.Scheduler.GetStatus().Problems);
        int finished = 0;
        await foreach (FinishedTask<string, string> task in bench.Scheduler.FinishedTasks(CancellationToken.None))
        {
            Assert.Equal(TaskState.Succeeded, task.State);
            finished++;
        }

        Assert.Equal((1, 1), (finished, bench.Work.Starts));
    }

    [Theory]
    [InlineData(ContainerKind.Queue)]
    [InlineData(ContainerKind.Shared)]
    public async Task An_end_that_could_not_be_written_while_the_lease_held_is_given_up_and_the_slot_is_free(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.Concurrency = 1);
        (TaskHandle<string> lost, WorkRun run) = await bench.RunOneAsync("lost");
        TaskCompletionSource triedAgain = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int tries = 0;
        bench.Container.BeforeApply = _ =>
        {
            if (Interlocked.Increment(ref tries) == 2)
            {
                triedAgain.SetResult();
            }

            throw new IOException("connection lost");
        };
        bench.Container.BeforeRenew = static () => throw new IOException("connection lost");
        run.Return("never written");
        await bench.Time.WhenArmedAsync(FirstBackoff).Soon();
        bench.Time.Advance(Bench.Lease);
        await triedAgain.Task.Soon("the next try, after which the lease is over");
        bench.Container.ForgetHooks();

        TaskHandle<string> next = await bench.EnqueueAsync("next");
        List<string> ran = [];
        while (!ran.Contains("next"))
        {
            run = await bench.Work.NextAsync();
            ran.Add(run.Payload);
            run.Return("written");
        }

        Assert.Equal("written", (await bench.OutcomeOf(next)).Result);

        // The lost task may be rescued and run again only now, and the close waits for whatever runs.
        bench.Work.EndAll();
        await bench.CloseAsync().Soon();
        Assert.DoesNotContain(
            bench.Scheduler.GetStatus().Problems, problem => problem.StartsWith("acknowledging", StringComparison.Ordinal));
        Assert.NotEqual(default, lost.Id);
    }

    [Fact]
    public async Task A_container_that_cannot_be_prepared_is_asked_again()
    {
        await using Bench bench = Bench.Made(ContainerKind.Shared);
        bench.Container.BeforeInitialize = static () => throw new InvalidOperationException("no server");
        bench.Scheduler.Start();
        await bench.Time.WhenArmedAsync(FirstBackoff).Soon();
        Assert.Contains("no server", Assert.Single(bench.Scheduler.GetStatus().Problems), StringComparison.Ordinal);
        bench.Container.BeforeInitialize = null;
        bench.Time.Advance(FirstBackoff);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Return();
        await bench.OutcomeOf(handle);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_container_that_fails_in_everything_does_not_hold_up_the_close(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind);
        (TaskHandle<string> _, WorkRun run) = await bench.RunOneAsync();
        FailInEverything(bench.Container, static () => throw new IOException("connection lost"));
        run.Return("never written");
        await CloseInTimeAsync(bench);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_container_that_never_answers_does_not_hold_up_the_close(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind);
        TaskCompletionSource never = new(TaskCreationOptions.RunContinuationsAsynchronously);
        (TaskHandle<string> _, WorkRun run) = await bench.RunOneAsync();
        FailInEverything(bench.Container, () => never.Task);
        run.Return("never written");
        await bench.Time.WhenArmedAsync(Bench.Lease / 3).Soon();
        bench.Time.Advance(Bench.Lease / 3);
        try
        {
            await CloseInTimeAsync(bench);
        }
        finally
        {
            never.SetResult();
        }
    }

    [Fact]
    public async Task A_claim_that_never_answers_does_not_hold_up_the_close()
    {
        await using Bench bench = Bench.Made(ContainerKind.Shared);
        TaskCompletionSource never = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Container.BeforeClaim = () =>
        {
            asked.TrySetResult();
            return never.Task;
        };
        bench.Scheduler.Start();
        await asked.Task.Soon();
        try
        {
            await CloseInTimeAsync(bench);
        }
        finally
        {
            never.SetResult();
        }
    }

    [Fact]
    public async Task Polled_answers_that_cannot_be_written_do_not_hold_up_the_close()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.StatusUpdates = StatusUpdates.Polling);
        (TaskHandle<string> _, WorkRun run) = await bench.RunOneAsync();
        bench.Container.BeforeApply = static _ => throw new IOException("connection lost");
        run.Return();
        await run.WhenParkedAsync();
        await bench.Time.PassAsync(Bench.StatusInterval);
        await bench.Time.WhenArmedAsync(FirstBackoff).Soon();
        await CloseInTimeAsync(bench);
    }

    private static void FailInEverything(HookedContainer container, Func<Task> fail)
    {
        container.BeforeClaim = container.BeforeRenew = container.BeforeRescue = container.BeforeWait = fail;
        container.BeforeApply = _ => fail();
    }

    // Shutdown timeout, stop timeout, and again a stop timeout for each thing that does not answer; not a lease time.
    private static async Task CloseInTimeAsync(Bench bench)
    {
        Task closing = bench.CloseAtOnceAsync();
        for (int i = 0; i < 6 && !closing.IsCompleted; i++)
        {
            await Task.WhenAny(closing, bench.Time.WhenArmedAsync(Bench.StopTimeout))
                .Soon("the close to end or to wait for a stop timeout");
            if (!closing.IsCompleted)
            {
                bench.Time.Advance(Bench.StopTimeout);
            }
        }

        await closing.Soon("the close of a scheduler whose container is away");
    }
}
