using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

public sealed class ConditionLogTests
{
    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_store_that_is_away_is_logged_once_and_once_more_when_it_is_back(ContainerKind kind)
    {
        using EventLog log = new();
        await using Bench bench = Bench.Made(kind, (_, options) => options.LoggerFactory = log);
        bench.Container.BeforeClaim = static () => throw new IOException("the store is away");
        bench.Scheduler.Start();
        for (int failures = 0; failures < 5; failures++)
        {
            await bench.Time.PassAsync(TimeSpan.FromMilliseconds(50 << failures));
        }

        await bench.Time.WhenArmedAsync(TimeSpan.FromMilliseconds(50 << 5)).Soon();
        bench.Container.BeforeClaim = null;
        await bench.Time.PassAsync(TimeSpan.FromMilliseconds(50 << 5));
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Return();
        await bench.OutcomeOf(handle);
        await bench.CloseAsync().Soon();
        Assert.Equal(
            [
                "Error tests.work: claiming fails; it is tried again, and this is logged once until it changes",
                "Information tests.work: claiming works again after 6 failures",
            ],
            log.Lines.Where(line => line.Contains("claiming", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Each_failed_attempt_and_the_failed_task_are_logged_with_what_was_thrown()
    {
        using EventLog log = new();
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) =>
            (options.LoggerFactory, options.MaxAttempts, options.Retry) = (log, 2, RetryPolicy.Fixed(TimeSpan.Zero)));
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Throw(new InvalidOperationException("first"));
        (await bench.Work.NextAsync()).Throw(new InvalidOperationException("second"));
        await handle.Outcome.Soon();
        await bench.CloseAsync().Soon();
        Assert.Contains(
            $"Warning tests.work {handle.Id}: attempt 1 of 2 failed (Exception); the next one is due in 00:00:00", log.Lines);
        Assert.Contains($"Error tests.work {handle.Id}: failed after 2 attempts (Exception): second", log.Lines);
    }

    [Fact]
    public async Task Code_that_goes_on_after_it_was_told_to_end_is_reported_once()
    {
        using EventLog log = new();
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.LoggerFactory = log);
        bench.Method = bench.Work.RunStubbornlyAsync;
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        await bench.StopAsync(handle.Id);
        for (int i = 0; i < 3; i++)
        {
            await bench.Time.PassAsync(Bench.StatusInterval);
        }

        await bench.Time.WhenArmedAsync(Bench.StatusInterval).Soon();
        run.Return();
        Assert.Single(log.Lines, line => line.Contains("it keeps its slot until it returns", StringComparison.Ordinal));
    }
}
