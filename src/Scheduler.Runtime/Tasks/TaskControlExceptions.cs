namespace GeneratedScheduler;

/// <summary>Thrown by a task's code: this failure is final, whatever attempts are left.</summary>
public sealed class DoNotRetryException : SchedulerException
{
    /// <summary>Fails the task.</summary>
    /// <param name="message">Why; kept as the task's failure.</param>
    /// <param name="innerException">What caused it, if anything was thrown.</param>
    public DoNotRetryException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}

/// <summary>Thrown by a task's code: this attempt failed, and the next one is due after a time of the task's choice.</summary>
public sealed class RetryAfterException : SchedulerException
{
    /// <summary>Fails the attempt; the task fails if it was the last one.</summary>
    /// <param name="delay">How long to wait; zero or more.</param>
    /// <param name="message">Why; kept as the attempt's failure.</param>
    /// <param name="innerException">What caused it, if anything was thrown.</param>
    public RetryAfterException(TimeSpan delay, string message, Exception? innerException = null) : base(message, innerException)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        Delay = delay;
    }

    /// <summary>How long to wait.</summary>
    public TimeSpan Delay { get; }
}

/// <summary>Thrown by a task's code: it cannot run now. It waits and runs again; the attempt does not count.</summary>
public sealed class DeferTaskException : SchedulerException
{
    /// <summary>Defers the task.</summary>
    /// <param name="delay">How long to wait; zero or more.</param>
    public DeferTaskException(TimeSpan delay) : base($"The task asked to be run again after {delay}.")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        Delay = delay;
    }

    /// <summary>How long to wait.</summary>
    public TimeSpan Delay { get; }
}
