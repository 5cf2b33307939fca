using GeneratedScheduler.Actuators;
using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Runs;

/// <summary>What every piece of one scheduler works with. Immutable.</summary>
internal sealed class SchedulerParts<TTask, TResult>
{
    /// <param name="definition">The kind of task.</param>
    /// <param name="options">How the scheduler works; copied.</param>
    /// <param name="container">Where the tasks are.</param>
    /// <param name="claimant">The owner of the claims.</param>
    /// <param name="actuator">How tasks are executed; <see langword="null"/> for the one of the definition.</param>
    /// <param name="persister">Where outputs are kept; <see langword="null"/> for the container.</param>
    /// <param name="middleware">Around enqueues and runs, the outermost first.</param>
    public SchedulerParts(
        TaskDefinition<TTask, TResult> definition,
        SchedulerOptions options,
        ITaskContainer<TTask, TResult> container,
        ClaimantId claimant,
        ITaskActuator<TTask, TResult>? actuator,
        ITaskDataPersister<TTask, TResult>? persister,
        IEnumerable<ITaskMiddleware<TTask, TResult>> middleware)
    {
        Definition = definition;
        Options = options.Copy();
        Container = container;
        Persister = persister;
        LacksActuator = actuator is null && definition.CreateActuator is null;
        Actuator = actuator ?? CreateActuator(definition);
        Traits = Actuator.Traits;
        Updates = Options.StatusUpdates ?? (RunsInProcess || PushesStatus ? StatusUpdates.Both : StatusUpdates.Polling);
        Middleware = [.. middleware];
        Time = Options.TimeProvider;
        Logger = GuardedLogger.Create(Options.LoggerFactory, "GeneratedScheduler." + Name);
        Background = new Background(Logger, Name);
        SavingOutputs = ForSingleTasks("saving outputs");
        CallingActuator = ForSingleTasks("calling the actuator");
        ClaimRequest = new ClaimRequest(claimant, Options.LeaseDuration, Options.ClusterConcurrency ?? 0);
    }

    public TaskDefinition<TTask, TResult> Definition { get; }

    public string Name => Definition.Name;

    public SchedulerOptions Options { get; }

    public ITaskContainer<TTask, TResult> Container { get; }

    public ITaskDataPersister<TTask, TResult>? Persister { get; }

    public ITaskActuator<TTask, TResult> Actuator { get; }

    /// <summary>Whether nothing in this process says how the tasks are executed.</summary>
    public bool LacksActuator { get; }

    /// <summary>Whether tasks are claimed and run; if not, the scheduler only enqueues and awaits.</summary>
    public bool RunsTasks => Options.RunTasks && !LacksActuator;

    /// <summary>What the actuator can do; asked once, because runs are opened where nothing may throw.</summary>
    public ActuatorTraits Traits { get; }

    /// <summary>Whether the code of the tasks runs in this process.</summary>
    public bool RunsInProcess => (Traits & ActuatorTraits.RunsInProcess) != 0;

    /// <summary>Whether the actuator pushes status changes.</summary>
    public bool PushesStatus => (Traits & ActuatorTraits.PushesStatus) != 0;

    /// <summary>Whether the actuator can find work again.</summary>
    public bool CanReattach => (Traits & ActuatorTraits.CanReattach) != 0;

    /// <summary>Whether the actuator names work before it is begun.</summary>
    public bool PlansHandles => (Traits & ActuatorTraits.PlansHandles) != 0;

    public StatusUpdates Updates { get; }

    /// <summary>Whether the answer of a function waits for the status loop instead of being handled by the thread that has it.</summary>
    public bool FunctionIsPolled => RunsInProcess && Updates == StatusUpdates.Polling;

    /// <summary>Around enqueues and runs, the outermost first.</summary>
    public ITaskMiddleware<TTask, TResult>[] Middleware { get; }

    public TimeProvider Time { get; }

    /// <summary>The application's logger; it never throws.</summary>
    public ILogger Logger { get; }

    /// <summary>Starts what nobody waits for.</summary>
    public Background Background { get; }

    /// <summary>Whether the persister works at present.</summary>
    public LoopCondition SavingOutputs { get; }

    /// <summary>Whether the actuator answers at present, beyond the starts of single tasks.</summary>
    public LoopCondition CallingActuator { get; }

    public ClaimRequest ClaimRequest { get; }

    // What fails at a certain row fails again when its lease has run out.
    private TimeSpan Relapse => Options.LeaseDuration * 2;

    // A process that only enqueues must not need what the actuator needs.
    private ITaskActuator<TTask, TResult> CreateActuator(TaskDefinition<TTask, TResult> definition) => RunsTasks
        ? definition.CreateActuator!(Options.Services)
        : new AbsentActuator<TTask, TResult>();

    /// <summary>The longest wait after a failure: several tries fit into one lease.</summary>
    public TimeSpan MaxBackoff => Options.LeaseDuration / 10;

    /// <summary>The condition of something that is done for single tasks.</summary>
    public LoopCondition ForSingleTasks(string activity) =>
        new(activity, Name, Logger, MaxBackoff, Time, Relapse) { Forgotten = Options.LeaseDuration };

    /// <summary>The condition of a loop.</summary>
    public LoopCondition ForLoop(string activity) => new(activity, Name, Logger, MaxBackoff, Time, Relapse);

    /// <summary>A moment so much later than <paramref name="timestamp"/>, in the clock's own units.</summary>
    public long After(long timestamp, TimeSpan time) =>
        timestamp + (long)Math.Min(time.TotalSeconds * Time.TimestampFrequency, long.MaxValue / 4);
}
