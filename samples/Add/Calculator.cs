using GeneratedScheduler;

namespace Add;

/// <summary>A plain method. The attribute is all it takes to schedule it; the compiler emits <c>SumTask</c> and <c>SumScheduler</c>.</summary>
public static class Calculator
{
    /// <summary>Adds two numbers on a machine that is sometimes slow and sometimes fails.</summary>
    [ScheduledTask(
        "calculator.sum",
        Concurrency = 8,
        Timeout = "00:00:00.400",
        MaxAttempts = 6,
        RetryDelay = "00:00:00.020",
        MaxRetryDelay = "00:00:00.200")]
    public static async Task<int> Sum(int a, int b, CancellationToken cancellationToken)
    {
        // One call in twenty takes so long that the attempt times out: the token is cancelled and the attempt retried.
        bool isStuck = Random.Shared.Next(20) == 0;
        TimeSpan work = isStuck ? TimeSpan.FromSeconds(30) : TimeSpan.FromMilliseconds(Random.Shared.Next(5, 40));
        await Task.Delay(work, TimeProvider.System, cancellationToken);

        if (Random.Shared.Next(5) == 0)
        {
            throw new InvalidOperationException("The adder has slipped.");
        }

        return a + b;
    }
}
