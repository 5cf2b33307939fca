using CsCheck;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

public sealed class RetryPolicyTests
{
    private static readonly TaskFailure Failure = new(TaskFailureReason.Exception, "it failed");

    [Fact]
    public void None_never_retries() => Assert.Null(DelayOf(RetryPolicy.None, 1));

    [Fact]
    public void Fixed_always_waits_for_the_same_time()
    {
        RetryPolicy policy = RetryPolicy.Fixed(TimeSpan.FromSeconds(3));
        Assert.All(Enumerable.Range(1, 100), attempt => Assert.Equal(TimeSpan.FromSeconds(3), DelayOf(policy, attempt)));
    }

    [Fact]
    public void Exponential_doubles_the_time_up_to_its_bound()
    {
        RetryPolicy policy = RetryPolicy.Exponential(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), jitter: false);
        Assert.Equal(
            [1, 2, 4, 8, 10, 10], Enumerable.Range(1, 6).Select(attempt => (int)DelayOf(policy, attempt)!.Value.TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(10), DelayOf(policy, int.MaxValue));
    }

    [Fact]
    public void Jitter_lies_anywhere_from_zero_to_the_bound()
    {
        RetryPolicy jittered = RetryPolicy.Exponential(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        RetryPolicy bounds = RetryPolicy.Exponential(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), jitter: false);
        Gen.Int[1, 10_000].Sample(
            attempt => DelayOf(jittered, attempt) is { } delay && delay >= TimeSpan.Zero && delay <= DelayOf(bounds, attempt));

        double[] shares = [.. Enumerable.Range(0, 1000).Select(_ => DelayOf(jittered, 3)!.Value / DelayOf(bounds, 3)!.Value)];
        Assert.Contains(shares, share => share < 0.1);
        Assert.Contains(shares, share => share > 0.9);
    }

    [Fact]
    public void The_default_begins_with_a_second_and_ends_with_five_minutes()
    {
        for (int i = 0; i < 1000; i++)
        {
            Assert.InRange(DelayOf(RetryPolicy.Default, 1)!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(1));
            Assert.InRange(DelayOf(RetryPolicy.Default, 50)!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        }
    }

    [Fact]
    public void Bounds_and_times_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RetryPolicy.Fixed(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => RetryPolicy.Exponential(TimeSpan.Zero, TimeSpan.FromSeconds(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => RetryPolicy.Exponential(TimeSpan.FromTicks(2), TimeSpan.FromTicks(1)));
        Assert.Throws<ArgumentNullException>(() => RetryPolicy.Custom(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryAfterException(TimeSpan.FromTicks(-1), "later"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DeferTaskException(TimeSpan.FromTicks(-1)));
    }

    private static TimeSpan? DelayOf(RetryPolicy policy, int attempt) =>
        policy.NextDelay(new FailedAttempt(TaskId.New(), attempt, Failure));
}
