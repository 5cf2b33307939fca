using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;

namespace GeneratedScheduler;

/// <summary>How a scheduler learns what has become of work that its actuator started.</summary>
[Flags]
public enum StatusUpdates
{
    /// <summary>By asking the actuator each <see cref="SchedulerOptions.StatusInterval"/>.</summary>
    Polling = 1,

    /// <summary>By being told: the actuator pushes statuses (<see cref="Actuators.ActuatorTraits.PushesStatus"/>), or runs tasks in this process.</summary>
    Callback = 2,

    /// <summary>By being told, with asking as a safety net. One finished run is handled exactly once.</summary>
    Both = Polling | Callback,
}

/// <summary>How one scheduler works. Read once, when the scheduler is made; later changes have no effect.</summary>
public sealed class SchedulerOptions
{
    /// <summary>The most tasks that this scheduler runs at one instant; at least 1. By default the number of processors.</summary>
    public int Concurrency { get; set; } = Environment.ProcessorCount;

    /// <summary>
    /// The most tasks of the container that all schedulers together run at one instant; at least 1, or
    /// <see langword="null"/> (the default) for no limit.
    /// </summary>
    public int? ClusterConcurrency { get; set; }

    /// <summary>
    /// Makes the limiter that each claim of a task must pass, for instance a <see cref="TokenBucketRateLimiter"/>. The scheduler
    /// disposes it. None by default.
    /// </summary>
    public Func<RateLimiter>? RateLimiter { get; set; }

    /// <summary>The longest that one attempt may run, counted from the stored start of its work also when another scheduler reattaches to it; more than zero, or <see langword="null"/> (the default) for no limit.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>How many attempts a task has in total; at least 1. 1 by default.</summary>
    public int MaxAttempts { get; set; } = 1;

    /// <summary>How long a task waits between attempts; by default <see cref="RetryPolicy.Default"/>.</summary>
    public RetryPolicy Retry { get; set; } = RetryPolicy.Default;

    /// <summary>
    /// How often the scheduler looks for tasks although nothing woke it; more than zero. 1 second by default. Matters for
    /// shared containers only: in one process an added task wakes the scheduler at once.
    /// </summary>
    public TimeSpan SchedulingInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the actuator is asked about running work; more than zero. 1 second by default.</summary>
    public TimeSpan StatusInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long the actuator may take to answer one call: for the statuses of a batch of runs, an output, or where work is that it reattaches to. At least
    /// 1 millisecond; 30 seconds by default. Starts have the <see cref="Timeout"/> of the attempt, stops the <see cref="StopTimeout"/>.
    /// </summary>
    public TimeSpan ActuatorTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// For how long nothing may be learned about work that runs elsewhere, because its engine cannot be reached or a call of the actuator fails for it; after
    /// that the attempt fails as <see cref="TaskFailureReason.Unreachable"/>. Zero or more; 15 minutes by default. Until then no attempt is lost.
    /// </summary>
    public TimeSpan UnknownLimit { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How the scheduler learns what has become of running work. By default what the actuator can: callbacks and polling
    /// if it has callbacks, otherwise polling; tasks in this process report by themselves.
    /// </summary>
    public StatusUpdates? StatusUpdates { get; set; }

    /// <summary>How many finished tasks the stream of finished tasks holds until somebody reads them; 0 (the default) turns it off.</summary>
    public int FinishedTasksCapacity { get; set; }

    /// <summary>
    /// How long a claim holds without being renewed; at least 1 second. 30 seconds by default. Renewed each third of it. What a
    /// scheduler that is gone was running goes on elsewhere after this time.
    /// </summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many times a task may lose the scheduler that runs it; the next time it fails. At least 0. 3 by default.</summary>
    public int MaxLosses { get; set; } = 3;

    /// <summary>How long a closing scheduler lets running tasks finish before it cancels them; zero or more. 30 seconds by default.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a closing scheduler waits for cancelled tasks to follow, and how long an actuator may take to stop one run;
    /// more than zero. 5 seconds by default.
    /// </summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether this scheduler runs tasks; <see langword="true"/> by default. <see langword="false"/> makes it one that only enqueues and
    /// awaits: the actuator is not made, none of the services of the tasks is needed, and <see cref="Actuators.ITaskActuator{TTask, TResult}.InitializeAsync"/>
    /// is not called. So is one whose task has its actuator in another assembly that is not registered.
    /// </summary>
    public bool RunTasks { get; set; } = true;

    /// <summary>The clock of the scheduler; <see cref="TimeProvider.System"/> by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Makes the loggers; <see langword="null"/> (the default) for none.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Where tasks get their services from; <see langword="null"/> (the default) for none. Each run has a scope of its own.</summary>
    public IServiceProvider? Services { get; set; }

    internal SchedulerOptions Copy() => (SchedulerOptions)MemberwiseClone();
}
