using System.Diagnostics.CodeAnalysis;

namespace GeneratedScheduler;

/// <summary>An attempt that failed, and that a <see cref="RetryPolicy"/> is asked about.</summary>
/// <param name="id">The task.</param>
/// <param name="attempt">The attempt that failed; the first is 1.</param>
/// <param name="failure">Why it failed.</param>
public readonly struct FailedAttempt(TaskId id, int attempt, TaskFailure failure)
{
    /// <summary>The task.</summary>
    public TaskId Id { get; } = id;

    /// <summary>The attempt that failed; the first is 1.</summary>
    public int Attempt { get; } = attempt;

    /// <summary>Why it failed.</summary>
    public TaskFailure Failure { get; } = failure;
}

/// <summary>How long a task waits between a failed attempt and the next one. Thread-safe.</summary>
/// <remarks>
/// How many attempts there are is <see cref="SchedulerOptions.MaxAttempts"/>. The wait is kept in the container, so it survives
/// whatever the container survives and holds neither a slot nor a thread.
/// </remarks>
public abstract class RetryPolicy
{
    /// <summary>1 second, doubled with each attempt up to 5 minutes, with full jitter.</summary>
    public static RetryPolicy Default { get; } = Exponential(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

    /// <summary>Never retries: a failed attempt fails the task.</summary>
    public static RetryPolicy None { get; } = Custom(static _ => null);

    /// <summary>Waits for the same time before every attempt.</summary>
    /// <param name="delay">Zero or more.</param>
    public static RetryPolicy Fixed(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return Custom(_ => delay);
    }

    /// <summary>
    /// Waits for a random time between zero and a bound that doubles with each attempt ("full jitter"), so that tasks which
    /// failed together do not come back together.
    /// </summary>
    /// <param name="firstDelay">The bound before the second attempt; more than zero.</param>
    /// <param name="maxDelay">The bound that is never exceeded; not less than <paramref name="firstDelay"/>.</param>
    /// <param name="jitter">Whether the time is random; without, it is the bound itself.</param>
    public static RetryPolicy Exponential(TimeSpan firstDelay, TimeSpan maxDelay, bool jitter = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDelay, firstDelay);
        return new ExponentialRetryPolicy(firstDelay, maxDelay, jitter);
    }

    /// <summary>Asks a function; <see langword="null"/> from it means that the task fails.</summary>
    public static RetryPolicy Custom(Func<FailedAttempt, TimeSpan?> delay)
    {
        ArgumentNullException.ThrowIfNull(delay);
        return new CustomRetryPolicy(delay);
    }

    /// <summary>How long to wait before the next attempt, or <see langword="null"/> to fail the task.</summary>
    public abstract TimeSpan? NextDelay(FailedAttempt attempt);

    private sealed class CustomRetryPolicy(Func<FailedAttempt, TimeSpan?> delay) : RetryPolicy
    {
        public override TimeSpan? NextDelay(FailedAttempt attempt) => delay(attempt);
    }

    private sealed class ExponentialRetryPolicy(TimeSpan firstDelay, TimeSpan maxDelay, bool jitter) : RetryPolicy
    {
        [SuppressMessage("Security", "CA5394", Justification = "Jitter spreads load; it is no secret.")]
        public override TimeSpan? NextDelay(FailedAttempt attempt)
        {
            // After 62 doublings any bound has been reached.
            double doublings = Math.Min(attempt.Attempt - 1, 62);
            double bound = Math.Min(firstDelay.Ticks * Math.Pow(2, doublings), maxDelay.Ticks);
            return TimeSpan.FromTicks((long)(jitter ? bound * Random.Shared.NextDouble() : bound));
        }
    }
}
