using System.Collections.Immutable;
using GeneratedScheduler.Actuators;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler;

/// <summary>A kind of task, as the source generator saw it: its name, defaults, members, and how it is executed.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What the task returns.</typeparam>
public sealed class TaskDefinition<TTask, TResult>
{
    /// <summary>The name under which tasks of this kind are stored and configured.</summary>
    public required string Name { get; init; }

    /// <summary>The members of the payload, in the order in which they are declared.</summary>
    public ImmutableArray<TaskMember<TTask>> Members { internal get; init; } = [];

    /// <summary>Writes what the attribute says into the options of a new scheduler.</summary>
    public Action<SchedulerOptions>? ApplyDefaults { internal get; init; }

    /// <summary>
    /// Makes the actuator; the argument is the application's service provider, if there is one. <see langword="null"/> if the actuator is
    /// declared in another assembly: a scheduler with this definition only enqueues.
    /// </summary>
    public Func<IServiceProvider?, ITaskActuator<TTask, TResult>>? CreateActuator { internal get; init; }

    /// <summary>Whether the actuator asks for services, so that a scheduler without any is refused at its start.</summary>
    public bool NeedsServices { internal get; init; }

    /// <summary>The services without which no task can run, for the check at the start of a scheduler that runs tasks; empty by default.</summary>
    public ImmutableArray<TaskService> Services { internal get; init; } = [];

    /// <summary>How tasks become rows of a table; <see langword="null"/> if the generator was not asked for it. SQL containers need it.</summary>
    public TaskMapper<TTask, TResult>? Mapper { get; init; }

    /// <summary>How tasks become JSON; <see langword="null"/> if the generator was not asked for it. Containers over key-value stores need it.</summary>
    public TaskCodec<TTask, TResult>? Codec { get; init; }

    /// <summary>The same kind of task with an actuator. For emitted code, where payload and actuator are declared in different assemblies.</summary>
    /// <param name="createActuator">Makes the actuator; the argument is the application's service provider, if there is one.</param>
    /// <param name="needsServices">Whether the actuator asks for services.</param>
    /// <param name="services">The services without which no task can run; none if left out.</param>
    public TaskDefinition<TTask, TResult> WithActuator(
        Func<IServiceProvider?, ITaskActuator<TTask, TResult>> createActuator,
        bool needsServices = false,
        ImmutableArray<TaskService> services = default)
    {
        ArgumentNullException.ThrowIfNull(createActuator);
        return new TaskDefinition<TTask, TResult>
        {
            Name = Name,
            Members = Members,
            ApplyDefaults = ApplyDefaults,
            CreateActuator = createActuator,
            NeedsServices = needsServices,
            Services = services.IsDefault ? [] : services,
            Mapper = Mapper,
            Codec = Codec,
        };
    }

    /// <summary>A payload for people to read, such as <c>calculator.sum(a: 1, b: 2)</c>.</summary>
    public string Describe(TTask payload) => TaskDescription.Format(Name, Members, payload);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
