namespace GeneratedScheduler;

/// <summary>Makes a method, or the class, record or struct that is a payload, a kind of task.</summary>
/// <remarks>
/// The source generator emits the typed scheduler for it; what the attribute leaves out, <see cref="SchedulerOptions"/> decides.
/// Configuration and code may override each value.
/// </remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class ScheduledTaskAttribute : Attribute
{
    /// <summary>Names the kind of task after the method or type, <c>Calculator.Sum</c>.</summary>
    public ScheduledTaskAttribute()
    {
    }

    /// <summary>Names the kind of task. Stored with each task, so keep it when the method is renamed.</summary>
    /// <param name="name">1 to 200 characters, unique in the application; letters, digits, <c>.</c>, <c>-</c> and <c>_</c>.</param>
    public ScheduledTaskAttribute(string name) => Name = name;

    /// <summary>The name under which tasks are stored and configured.</summary>
    public string? Name { get; }

    /// <summary>
    /// On a payload type: what a run returns, <c>typeof(void)</c> for nothing. Needed if the <c>[Actuator]</c> is declared in another assembly, which then
    /// has to return just this; by default what the actuator in this assembly returns.
    /// </summary>
    public Type? Result { get; set; }

    /// <summary>The most tasks of this kind that run at one instant in one scheduler; at least 1.</summary>
    public int Concurrency { get; set; }

    /// <summary>The longest that one attempt may run, as <c>"00:00:05"</c> (hours, minutes, seconds). None by default.</summary>
    public string? Timeout { get; set; }

    /// <summary>How many attempts there are in total; at least 1. One by default.</summary>
    public int MaxAttempts { get; set; }

    /// <summary>How the time between attempts grows; <see cref="Backoff.Exponential"/> by default.</summary>
    public Backoff Backoff { get; set; }

    /// <summary>The time before the first retry, as <c>"00:00:01"</c>.</summary>
    public string? RetryDelay { get; set; }

    /// <summary>The longest time between two attempts, as <c>"00:05:00"</c>.</summary>
    public string? MaxRetryDelay { get; set; }

    /// <summary>
    /// The stem of the emitted names: <c>"Sum"</c> gives <c>SumTask</c> and <c>SumScheduler</c>. By default the method's
    /// name without <c>Async</c>, or the type's without <c>Task</c>.
    /// </summary>
    public string? TypeName { get; set; }
}

/// <summary>How the time between two attempts grows.</summary>
public enum Backoff
{
    /// <summary>Doubles with each attempt, with full jitter.</summary>
    Exponential = 0,

    /// <summary>Stays the same.</summary>
    Fixed = 1,

    /// <summary>No retry: a failed attempt fails the task. Contradicts a <see cref="ScheduledTaskAttribute.MaxAttempts"/> above 1.</summary>
    None = 2,
}
