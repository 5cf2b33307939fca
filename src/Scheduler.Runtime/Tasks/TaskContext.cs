using Microsoft.Extensions.Logging;

namespace GeneratedScheduler;

/// <summary>What a task may know about its present run. Take it as a parameter to have it injected.</summary>
/// <remarks>Valid while the run lasts; what is reported afterwards is ignored. Safe for use by many threads.</remarks>
public abstract class TaskContext
{
    /// <summary>The task.</summary>
    public abstract TaskId Id { get; }

    /// <summary>The name of the kind of task, <c>calculator.sum</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Which attempt this is; the first is 1.</summary>
    public abstract int Attempt { get; }

    /// <summary>How many attempts there are in total; never less than <see cref="Attempt"/>.</summary>
    public abstract int MaxAttempts { get; }

    /// <summary>
    /// The token of the claim under which the work was started: unique to this run among all runs of all tasks of the
    /// container. Work that runs elsewhere hands it back in its callbacks.
    /// </summary>
    public abstract long ClaimToken { get; }

    /// <summary>
    /// Where the work of this run is to be found, as its actuator planned it (<see cref="Actuators.ActuatorTraits.PlansHandles"/>); stored before the
    /// start. <see langword="null"/> if nothing was planned.
    /// </summary>
    public virtual string? PlannedHandle => null;

    /// <summary>Cancelled when the attempt times out, the task is stopped, the lease is lost or the scheduler shuts down.</summary>
    public abstract CancellationToken CancellationToken { get; }

    /// <summary>A logger for this kind of task; its scope carries id, name and attempt.</summary>
    public abstract ILogger Logger { get; }

    /// <summary>The services of this run: a scope of its own, disposed when the run has ended. Empty if the scheduler was made without services.</summary>
    public abstract IServiceProvider Services { get; }

    /// <summary>What middleware tells the task and other middleware of the same run; made when first asked for, and not stored. For one thread at a time.</summary>
    public abstract IDictionary<string, object?> Items { get; }

    /// <summary>
    /// The object on which an instance method is called: the run's own service of that type if one is registered, otherwise
    /// one that is made and disposed with the run. For emitted code.
    /// </summary>
    /// <typeparam name="T">The class that declares the task method.</typeparam>
    /// <param name="create">Makes the object from <see cref="Services"/>.</param>
    public abstract T GetInstance<T>(Func<IServiceProvider, T> create) where T : class;

    /// <summary>Tells how far the run has come. Cheap; only the latest report is kept.</summary>
    /// <param name="fraction">From 0 to 1.</param>
    /// <param name="message">What it is doing, for people.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> is outside 0 to 1, or no number.</exception>
    public abstract void ReportProgress(double fraction, string? message = null);
}
