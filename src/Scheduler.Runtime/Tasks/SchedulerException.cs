namespace GeneratedScheduler;

/// <summary>The base of every exception that the scheduler throws on purpose.</summary>
public abstract class SchedulerException : Exception
{
    /// <summary>Says what went wrong and what to do instead.</summary>
    protected SchedulerException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
