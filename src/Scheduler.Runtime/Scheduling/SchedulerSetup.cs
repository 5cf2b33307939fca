using GeneratedScheduler.Actuators;
using GeneratedScheduler.Loops;
using GeneratedScheduler.Middleware;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler;

/// <summary>Everything that one scheduler is made of.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns.</typeparam>
public sealed class SchedulerSetup<TTask, TResult>
{
    /// <summary>Begins with the defaults of a kind of task.</summary>
    /// <param name="definition">The kind of task.</param>
    /// <param name="options">Options that hold for every kind of task, over which what the attribute says is written; new ones if left out.</param>
    public SchedulerSetup(TaskDefinition<TTask, TResult> definition, SchedulerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Definition = definition;
        Options = options ?? new SchedulerOptions();
        definition.ApplyDefaults?.Invoke(Options);
    }

    /// <summary>The kind of task.</summary>
    public TaskDefinition<TTask, TResult> Definition { get; }

    /// <summary>How the scheduler works; begins with what the attribute says.</summary>
    public SchedulerOptions Options { get; }

    /// <summary>
    /// Where tasks are stored. <see langword="null"/> (the default) makes a queue in memory. The store belongs to the caller, who disposes it after the
    /// scheduler; it may serve any number of schedulers.
    /// </summary>
    public ITaskStore? Store { get; set; }

    /// <summary>
    /// The container of the tasks; <see langword="null"/> (the default) to open one in the <see cref="Store"/>. A container that is set here belongs to
    /// the caller, who disposes it after the scheduler; it may serve several schedulers. If <see cref="Store"/> is set too, it is the one that has opened
    /// the container. For writers of containers, and for tests.
    /// </summary>
    public ITaskContainer<TTask, TResult>? Container { get; set; }

    /// <summary>What the schedulers of a host have in common; <see langword="null"/> for a scheduler without a host.</summary>
    internal ProcessEngine? Engine { get; set; }

    /// <summary>How tasks are executed; <see langword="null"/> (the default) for the one of the definition.</summary>
    public ITaskActuator<TTask, TResult>? Actuator { get; set; }

    /// <summary>Where outputs are kept; <see langword="null"/> (the default) for the container itself.</summary>
    public ITaskDataPersister<TTask, TResult>? Persister { get; set; }

    /// <summary>Around enqueues and runs, the outermost first; none by default.</summary>
    internal List<ITaskMiddleware<TTask, TResult>> Middleware { get; } = [];

    /// <summary>Puts middleware for every kind of task around the enqueues and the runs, inside of what was put there before.</summary>
    public void UseMiddleware(ITaskMiddleware middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        Middleware.Add(new AnyKindMiddleware<TTask, TResult>(middleware));
    }

    /// <summary>Puts middleware for this kind of task around the enqueues and the runs, inside of what was put there before.</summary>
    public void UseMiddleware(ITaskMiddleware<TTask, TResult> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        Middleware.Add(middleware);
    }
}
