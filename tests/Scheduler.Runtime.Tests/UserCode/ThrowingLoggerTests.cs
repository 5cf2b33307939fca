using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.UserCode;

/// <summary>Loggers throw: full disks, event logs that are full or closed. That harms nothing.</summary>
public sealed class ThrowingLoggerTests
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(50);

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task Tasks_end_as_they_would_whatever_the_logger_throws(ContainerKind kind)
    {
        foreach (ThrowingLog log in new ThrowingLog[] { new(), new() { IsOn = true }, new() { IsOn = true, MakesScopes = true }, new() { CannotBeMade = true } })
        {
            await using Bench bench = Bench.Over(kind, (_, options) =>
                (options.LoggerFactory, options.Concurrency, options.MaxAttempts, options.Retry) = (log, 1, 2, RetryPolicy.Fixed(TimeSpan.Zero)));
            (TaskHandle<string> failing, WorkRun run) = await bench.RunOneAsync("fails");
            run.Throw(new InvalidOperationException("first"));
            (await bench.Work.NextAsync()).Throw(new InvalidOperationException("second"));
            TaskOutcome<string> failed = await bench.OutcomeOf(failing);
            Assert.Equal((TaskState.Failed, "second"), (failed.State, failed.Failure?.Message));

            // The slot is free again.
            (TaskHandle<string> next, run) = await bench.RunOneAsync("goes well");
            run.Return("well");
            Assert.Equal("well", (await bench.OutcomeOf(next)).Result);
            Assert.Equal(3, bench.Work.Starts);
            await bench.CloseAsync().Soon();
            Assert.True(log.Calls > 0);
        }
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task Loops_go_on_after_a_store_was_away_whatever_the_logger_throws(ContainerKind kind)
    {
        using ThrowingLog log = new() { IsOn = true };
        await using Bench bench = Bench.Made(kind, (_, options) => options.LoggerFactory = log);
        Func<Task> fail = static () => throw new IOException("the store is away");
        bench.Container.BeforeClaim = bench.Container.BeforeRenew = bench.Container.BeforeRescue = fail;
        bench.Scheduler.Start();
        await bench.Time.PassAsync(FirstBackoff);
        await bench.Time.WhenArmedAsync(FirstBackoff * 2).Soon();
        Assert.Equal("claiming: IOException: the store is away", Assert.Single(bench.Scheduler.GetStatus().Problems));
        bench.Container.ForgetHooks();
        await bench.Time.PassAsync(FirstBackoff * 2);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Return();
        await bench.OutcomeOf(handle);
    }

    [Theory]
    [InlineData(ContainerKind.Shared)]
    [InlineData(ContainerKind.Queue)]
    public async Task Renewals_that_fail_do_not_end_the_process_or_the_loop_whatever_the_logger_throws(ContainerKind kind)
    {
        using ThrowingLog log = new() { IsOn = true };
        await using Bench bench = Bench.Over(kind, (_, options) => options.LoggerFactory = log);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        TaskCompletionSource failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Container.BeforeRenew = () =>
        {
            bench.Container.BeforeRenew = null;
            failed.SetResult();
            throw new IOException("the store is away");
        };
        await bench.Time.WhenArmedAsync(Bench.Lease / 3).Soon();
        bench.Time.Advance(Bench.Lease / 3);
        await failed.Task.Soon();
        run.Return();
        Assert.Equal(TaskState.Succeeded, (await bench.OutcomeOf(handle)).State);
        await bench.CloseAsync().Soon();
    }

    [Fact]
    public async Task What_a_task_logs_itself_does_not_fail_it()
    {
        using ThrowingLog log = new() { IsOn = true, MakesScopes = true };
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.LoggerFactory = log);
        bench.Method = static (_, context) =>
        {
            using (context.Logger.BeginScope("a scope"))
            {
                context.Logger.Log(Microsoft.Extensions.Logging.LogLevel.Critical, 1, "state", null, static (state, _) => state);
            }

            return new ValueTask<string>("done");
        };
        TaskHandle<string> handle = await bench.EnqueueAsync();
        Assert.Equal("done", await handle.Completion.Soon());
    }
}
