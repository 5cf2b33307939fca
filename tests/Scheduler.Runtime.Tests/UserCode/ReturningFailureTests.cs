using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.UserCode;

public sealed class ReturningFailureTests
{
    [Fact]
    public async Task A_loop_that_fails_again_and_again_with_successes_in_between_is_shown_all_the_time()
    {
        await using Bench bench = Bench.Over(ContainerKind.Shared);
        for (int i = 0; i < 3; i++)
        {
            await FailOnceAsync(bench);
            if (i > 0)
            {
                Assert.Contains("a bad row", Assert.Single(bench.Scheduler.GetStatus().Problems), StringComparison.Ordinal);
            }
        }

        // It has not come back for two leases.
        bench.Time.Advance(Bench.Lease * 2.5);
        Assert.Empty(bench.Scheduler.GetStatus().Problems);
    }

    private static async Task FailOnceAsync(Bench bench)
    {
        bench.Container.BeforeClaim = () =>
        {
            bench.Container.BeforeClaim = null;
            throw new InvalidOperationException("a bad row");
        };
        TaskHandle<string> handle = await bench.EnqueueAsync();
        await bench.Time.PassAsync(TimeSpan.FromMilliseconds(50));
        (await bench.Work.NextAsync()).Return();
        await bench.OutcomeOf(handle);
    }
}
