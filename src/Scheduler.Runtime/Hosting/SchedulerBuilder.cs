using System.Diagnostics.CodeAnalysis;
using GeneratedScheduler.Hosting;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GeneratedScheduler;

/// <summary>Registers kinds of tasks with a host, and says how they are stored and run.</summary>
/// <remarks>
/// Settings apply in this order, later ones win, whatever the order of the calls: <see cref="Configure(Action{SchedulerOptions})"/>, the
/// section of <see cref="BindConfiguration"/>, the attribute on the task, the section's <c>Tasks</c>, <see cref="Configure(string, Action{SchedulerOptions})"/>,
/// <see cref="Configure{TTask, TResult}"/>.
/// </remarks>
public sealed class SchedulerBuilder
{
    private readonly SchedulerRegistry _registry;

    internal SchedulerBuilder(IServiceCollection services, SchedulerRegistry registry)
    {
        Services = services;
        _registry = registry;
    }

    /// <summary>Where everything is registered.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Registers one kind of task. For emitted code; call the emitted <c>Add…Tasks()</c> instead. Harmless when repeated.</summary>
    /// <remarks>
    /// A payload and its actuator may be declared in different assemblies, each with an <c>Add…Tasks()</c> of its own. Both may be called, in any
    /// order; the definition that has an actuator counts.
    /// </remarks>
    /// <exception cref="SchedulerConfigurationException">Another kind of task has the name, or another assembly has an actuator for this one.</exception>
    public SchedulerBuilder AddTask<TScheduler, TTask, TResult>(
        TaskDefinition<TTask, TResult> definition,
        Func<SchedulerSetup<TTask, TResult>, TScheduler> create)
        where TScheduler : Scheduler<TTask, TResult>
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(create);
        if (_registry.TryAdd(definition, typeof(TScheduler)))
        {
            (SchedulerRegistry registry, string name) = (_registry, definition.Name);
            Services.TryAddSingleton(services => create(registry.MakeSetup<TTask, TResult>(name, services)));
            Services.AddSingleton<IScheduler>(static services => services.GetRequiredService<TScheduler>());
        }

        return this;
    }

    /// <summary>Changes the options of every kind of task.</summary>
    public SchedulerBuilder Configure(Action<SchedulerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _registry.ForAll.Add(configure);
        return this;
    }

    /// <summary>Changes the options of one kind of task.</summary>
    /// <param name="taskName">The name of the kind of task; a name that is not registered is refused when the host starts.</param>
    /// <param name="configure">Changes the options.</param>
    public SchedulerBuilder Configure(string taskName, Action<SchedulerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(taskName);
        ArgumentNullException.ThrowIfNull(configure);
        _registry.ForName(taskName).Add(configure);
        return this;
    }

    /// <summary>
    /// Changes everything about one kind of task: its options, container, actuator and persister. Types of no registered task are refused when the host starts.
    /// </summary>
    public SchedulerBuilder Configure<TTask, TResult>(Action<SchedulerSetup<TTask, TResult>, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _registry.ForSetup.Add((configure, typeof(TTask), typeof(TResult)));
        return this;
    }

    /// <summary>Reads options from a section of the application's configuration: those of every kind, and under <c>Tasks</c> those of one.</summary>
    /// <param name="section">The path of the section. Keys in it that are not options are refused when the host starts.</param>
    /// <param name="optional">Whether the section may be missing or empty; otherwise that is refused when the host starts.</param>
    public SchedulerBuilder BindConfiguration(string section = "Scheduler", bool optional = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(section);
        _registry.ConfigurationSection = section;
        _registry.SectionIsOptional = optional;
        return this;
    }

    /// <summary>Keeps tasks in a store.</summary>
    /// <param name="store">The store; disposed by the host, after the schedulers.</param>
    /// <param name="taskNames">The names of the kinds of tasks that are kept in it; none for all kinds, whatever earlier calls have said.</param>
    public SchedulerBuilder UseStore(ITaskStore store, params string[] taskNames)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(taskNames);
        _registry.UseStore(store, taskNames);
        return this;
    }

    /// <summary>Keeps tasks in a store that is made with the services of the application.</summary>
    /// <param name="make">Makes the store, once; the host disposes it after the schedulers.</param>
    /// <param name="taskNames">The names of the kinds of tasks that are kept in it; none for all kinds, whatever earlier calls have said.</param>
    public SchedulerBuilder UseStore(Func<IServiceProvider, ITaskStore> make, params string[] taskNames)
    {
        ArgumentNullException.ThrowIfNull(make);
        ArgumentNullException.ThrowIfNull(taskNames);
        _registry.UseStore(new StoreChoice(make), taskNames);
        return this;
    }

    /// <summary>Stores tasks in bounded queues in memory. This is the default.</summary>
    /// <param name="options">How they work; <see cref="MemoryContainerOptions.Order"/> is that of this call. The defaults if left out.</param>
    public SchedulerBuilder UseQueue(MemoryContainerOptions? options = null) => UseStore(new MemoryStore(TaskOrder.Queue, options));

    /// <summary>Stores tasks in ordered maps in memory: by priority, then first come, first served.</summary>
    /// <param name="options">How they work; <see cref="MemoryContainerOptions.Order"/> is that of this call. The defaults if left out.</param>
    public SchedulerBuilder UseOrderedMap(MemoryContainerOptions? options = null) => UseStore(new MemoryStore(TaskOrder.Priority, options));

    /// <summary>
    /// Saves the outputs of tasks in a store, for each kind that returns something and for which <see cref="Configure{TTask, TResult}"/> sets no persister;
    /// the tasks themselves stay where they are, such as in memory.
    /// </summary>
    /// <param name="make">Makes the store, once; the host disposes it after the schedulers.</param>
    public SchedulerBuilder SaveOutputsTo(Func<IServiceProvider, ITaskStore> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        _registry.Outputs = new StoreChoice(make);
        return this;
    }

    /// <summary>
    /// Puts memory in front of the stores that other calls choose, such as <c>UseSqlite</c>: tasks are acknowledged when the database has
    /// them, claimed and run from memory, and written once more when they end. See <see cref="CombinedStore"/>.
    /// </summary>
    /// <remarks>
    /// Whatever the order of the calls. The store must be able to reserve tasks (<see cref="StoreTraits.Reserving"/>); databases are. If different kinds of tasks
    /// have different stores, those that cannot are left as they are.
    /// </remarks>
    /// <param name="options">How it works, for each kind of task; the defaults if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public SchedulerBuilder UseMemoryInFront(CombinedContainerOptions? options = null)
    {
        _registry.MemoryInFront = (options ?? new CombinedContainerOptions()).Checked();
        return this;
    }

    /// <summary>Puts middleware around the enqueues and runs of every kind of task, inside of what was put there before.</summary>
    /// <typeparam name="TMiddleware">Resolved from the services; registered as a singleton if it is not registered.</typeparam>
    public SchedulerBuilder UseMiddleware<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMiddleware>()
        where TMiddleware : class, ITaskMiddleware
    {
        Services.TryAddSingleton<TMiddleware>();
        return UseMiddleware(static services => services.GetRequiredService<TMiddleware>());
    }

    /// <summary>Puts middleware around the enqueues and runs of every kind of task, inside of what was put there before.</summary>
    /// <param name="create">Makes it, once for each kind of task.</param>
    public SchedulerBuilder UseMiddleware(Func<IServiceProvider, ITaskMiddleware> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        _registry.Middleware.Add(create);
        return this;
    }

    /// <summary>Puts middleware around the enqueues and runs of one kind of task, inside of what was put there before.</summary>
    /// <param name="create">Makes it, once.</param>
    public SchedulerBuilder UseMiddleware<TTask, TResult>(Func<IServiceProvider, ITaskMiddleware<TTask, TResult>> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        _registry.Middleware.Add(create);
        return this;
    }
}
