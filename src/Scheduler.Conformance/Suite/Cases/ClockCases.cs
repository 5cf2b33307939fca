using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

/// <summary>The wall clock is set: what was said as a duration takes as long as before, what was said as a time of day follows.</summary>
internal static class ClockCases
{
    private const ContainerTraits Needed = ContainerTraits.Clock | ContainerTraits.SteadyClock;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static IEnumerable<CaseDefinition> All =>
    [
        new("a delay takes as long after the clock was set back", run => DelayAsync(run, -Hour), Needed),
        new("a delay takes as long after the clock was set forward", run => DelayAsync(run, Hour), Needed),
        new("a delay of an unstarted task takes as long after the clock was set", UnstartedAsync, Needed),
        new("a retry takes as long after the clock was set back", run => RetryAsync(run, -Hour), Needed),
        new("a retry takes as long after the clock was set forward", run => RetryAsync(run, Hour), Needed),
        new("a lease takes as long after the clock was set back", run => LeaseAsync(run, -Hour), Needed),
        new("a lease takes as long after the clock was set forward", run => LeaseAsync(run, Hour), Needed),
        new("a not-before time follows a clock that was set forward", NotBeforeForwardAsync, Needed),
        new("a not-before time follows a clock that was set back", NotBeforeBackAsync, Needed),
        new("delays and not-before times keep their order when the clock is set", OrderAsync, Needed),
    ];

    private static async Task DelayAsync(ConformanceRun run, TimeSpan by)
    {
        TaskId id = await run.AddOneAsync(new EnqueueOptions { Delay = Wait }).ConfigureAwait(false);
        await run.SetClockAsync(by).ConfigureAwait(false);
        await ExpectDueAfterWaitAsync(run, id).ConfigureAwait(false);
    }

    private static async Task UnstartedAsync(ConformanceRun run)
    {
        TaskId id = await run.AddOneAsync(new EnqueueOptions { Delay = Wait }, start: false).ConfigureAwait(false);
        await run.SetClockAsync(-Hour).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Start, id, CommandOutcome.Done, TaskState.Waiting).ConfigureAwait(false);
        await ExpectDueAfterWaitAsync(run, id).ConfigureAwait(false);
    }

    private static async Task RetryAsync(ConformanceRun run, TimeSpan by)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(TaskTransition<ProbeResult>.Retry(claimed.Id, claimed.ClaimToken, ConformanceRun.Oops, Wait)).ConfigureAwait(false);
        await run.SetClockAsync(by).ConfigureAwait(false);
        await ExpectDueAfterWaitAsync(run, claimed.Id).ConfigureAwait(false);
    }

    private static async Task LeaseAsync(ConformanceRun run, TimeSpan by)
    {
        await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.SetClockAsync(by).ConfigureAwait(false);
        Expect.Equal(default, await run.RescueAsync().ConfigureAwait(false), "what was rescued after the clock was set");
        await run.AdvanceAsync(ConformanceRun.Lease - Wait).ConfigureAwait(false);
        Expect.Equal(default, await run.RescueAsync().ConfigureAwait(false), "what was rescued shortly before the lease was over");
        await run.AdvanceAsync(Wait * 1.1).ConfigureAwait(false);
        Expect.Equal(new RescueReport(1, 0, 0), await run.RescueAsync().ConfigureAwait(false), "what was rescued after the lease");
    }

    private static async Task NotBeforeForwardAsync(ConformanceRun run)
    {
        TaskId id = await run.AddOneAsync(new EnqueueOptions { NotBefore = run.UtcNow + Hour }).ConfigureAwait(false);
        await run.SetClockAsync(Hour - Wait).ConfigureAwait(false);
        await ExpectDueAfterWaitAsync(run, id).ConfigureAwait(false);
    }

    private static async Task NotBeforeBackAsync(ConformanceRun run)
    {
        TaskId id = await run.AddOneAsync(new EnqueueOptions { NotBefore = run.UtcNow + Wait }).ConfigureAwait(false);
        await run.SetClockAsync(-Hour).ConfigureAwait(false);
        await run.AdvanceAsync(Hour).ConfigureAwait(false);
        await ExpectDueAfterWaitAsync(run, id).ConfigureAwait(false);
    }

    private static async Task OrderAsync(ConformanceRun run)
    {
        TaskId atTime = await run.AddOneAsync(new EnqueueOptions { NotBefore = run.UtcNow + Wait }).ConfigureAwait(false);
        TaskId after = await run.AddOneAsync(new EnqueueOptions { Delay = Wait * 2 }).ConfigureAwait(false);
        await run.SetClockAsync(-Wait * 2).ConfigureAwait(false);
        await run.AdvanceAsync(Wait * 2.1).ConfigureAwait(false);
        Expect.Equal(after, (await run.ClaimOneAsync().ConfigureAwait(false)).Id, "the task that is due after its delay");
        await run.ExpectNothingToClaimAsync("before the time of day").ConfigureAwait(false);
        await run.AdvanceAsync(Wait).ConfigureAwait(false);
        Expect.Equal(atTime, (await run.ClaimOneAsync().ConfigureAwait(false)).Id, "the task that is due at its time of day");
    }

    private static async Task ExpectDueAfterWaitAsync(ConformanceRun run, TaskId id)
    {
        await run.ExpectNothingToClaimAsync("when the clock was set").ConfigureAwait(false);
        await run.AdvanceAsync(Wait * 0.9).ConfigureAwait(false);
        await run.ExpectNothingToClaimAsync("shortly before the time").ConfigureAwait(false);
        await run.AdvanceAsync(Wait * 0.2).ConfigureAwait(false);
        Expect.Equal(id, (await run.ClaimOneAsync().ConfigureAwait(false)).Id, "the task claimed after the time");
    }
}
