namespace GeneratedScheduler;

/// <summary>Thrown by an actuator's <c>InitializeAsync</c> to refuse a task before it is added.</summary>
public sealed class TaskRejectedException : SchedulerException
{
    /// <summary>Says why the task cannot be accepted and what to change.</summary>
    public TaskRejectedException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
