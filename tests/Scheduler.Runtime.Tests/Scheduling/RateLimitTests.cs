using System.Threading.RateLimiting;
using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

public sealed class RateLimitTests
{
    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task One_task_starts_with_each_permit(ContainerKind kind)
    {
        using TokenBucketRateLimiter limiter = OneAtATime();
        await using Bench bench = Bench.Over(kind, (_, options) => options.RateLimiter = () => limiter);
        IReadOnlyList<TaskHandle<string>> handles = await bench.EnqueueManyAsync(["a", "b", "c"]);
        for (int i = 0; i < handles.Count; i++)
        {
            WorkRun run = await bench.Work.NextAsync();
            Assert.Equal(i + 1, bench.Work.Starts);
            run.Return();
            await bench.OutcomeOf(handles[i]);
            Assert.Equal(handles.Count - i - 1, (await bench.CountAsync()).Waiting);
            limiter.TryReplenish();
        }
    }

    [Fact]
    public async Task A_permit_that_found_no_task_is_kept_for_the_next_one_and_not_doubled()
    {
        using TokenBucketRateLimiter limiter = OneAtATime();
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.RateLimiter = () => limiter);
        (TaskHandle<string> _, WorkRun run) = await bench.RunOneAsync("with the first permit");
        run.Return();
        TaskHandle<string> waiting = await bench.EnqueueAsync("without a permit");
        Assert.Equal(TaskState.Waiting, (await bench.GetAsync(waiting.Id)).State);
        limiter.TryReplenish();
        (await bench.Work.NextAsync()).Return();
        await waiting.Completion.Soon();
        Assert.Equal(2, bench.Work.Starts);
    }

    [Fact]
    public async Task A_scheduler_that_is_paused_while_it_waits_for_a_permit_claims_nothing_when_it_comes()
    {
        await using SignallingLimiter limiter = new();
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.RateLimiter = () => limiter);
        TaskHandle<string> handle = await bench.EnqueueAsync();
        PermitRequest permit = await limiter.NextRequestAsync();
        bench.Scheduler.Pause();
        await permit.GrantAsync();

        // Another scheduler finds the task only if the paused one left it.
        await using (Bench other = bench.Beside())
        {
            (await other.Work.NextAsync()).Return("by the other");
            Assert.Equal("by the other", await handle.Completion.Soon());
            Assert.Equal(0, bench.Work.Starts);
        }

        bench.Scheduler.Resume();
        (TaskHandle<string> _, WorkRun run) = await bench.RunOneAsync("with the permit that was kept");
        run.Return();
    }

    [Fact]
    public async Task A_limiter_that_refuses_is_asked_again_after_the_time_that_it_names()
    {
        await using SignallingLimiter limiter = new();
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.RateLimiter = () => limiter);
        TaskHandle<string> handle = await bench.EnqueueAsync();
        await (await limiter.NextRequestAsync()).RefuseAsync();
        await (await limiter.NextRequestAsync()).GrantAsync();
        (await bench.Work.NextAsync()).Return();
        await handle.Completion.Soon();
    }

    [Fact]
    public async Task A_limiter_that_throws_ends_no_loop_and_shows_in_the_status()
    {
        await using SignallingLimiter limiter = new();
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.RateLimiter = () => limiter);
        TaskHandle<string> handle = await bench.EnqueueAsync();
        await (await limiter.NextRequestAsync()).FailAsync(new InvalidOperationException("no rate today"));
        await bench.Time.WhenArmedAsync(TimeSpan.FromMilliseconds(50)).Soon();
        Assert.Contains("no rate today", Assert.Single(bench.Scheduler.GetStatus().Problems), StringComparison.Ordinal);
        bench.Time.Advance(TimeSpan.FromMilliseconds(50));
        await (await limiter.NextRequestAsync()).GrantAsync();
        (await bench.Work.NextAsync()).Return();
        await handle.Completion.Soon();
    }

    [Fact]
    public async Task The_limiter_is_disposed_with_the_scheduler_even_while_it_is_waited_for()
    {
        await using SignallingLimiter limiter = new();
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.RateLimiter = () => limiter);
        TaskHandle<string> handle = await bench.EnqueueAsync();
        await limiter.NextRequestAsync();
        await bench.CloseAsync().Soon();
        Assert.True(limiter.IsDisposed);
        Assert.Equal(TaskState.Waiting, (await bench.GetAsync(handle.Id)).State);
    }

    // Whatever time has passed fills the bucket, and the bucket holds one permit.
    private static TokenBucketRateLimiter OneAtATime() => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = 1,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromTicks(1),
        AutoReplenishment = false,
        QueueLimit = 1,
    });
}
