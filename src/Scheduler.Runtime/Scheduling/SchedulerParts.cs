using GeneratedScheduler.Actuators;
using GeneratedScheduler.Containers;
using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Persistence;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GeneratedScheduler.Scheduling;

/// <summary>What every piece of one scheduler works with. Immutable.</summary>
internal sealed class SchedulerParts<TTask, TResult>
{
    public SchedulerParts(SchedulerSetup<TTask, TResult> setup, ITaskContainer<TTask, TResult> container)
    {
        Definition = setup.Definition;
        Options = setup.Options.Copy();
        Container = container;
        Persister = setup.Persister;
        Actuator = setup.Actuator ?? setup.Definition.CreateActuator(setup.Options.Services);
        Function = Actuator as FunctionActuator<TTask, TResult>;
        Updates = Options.StatusUpdates ?? StatusUpdatesRules.Default(Function is not null, Actuator is ITaskCallbackSource);
        Time = Options.TimeProvider;
        Logger = (Options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("GeneratedScheduler." + Name);
        SavingOutputs = ForSingleTasks("saving outputs");
        CallingActuator = ForSingleTasks("fetching outputs and stopping runs");
        ClaimRequest = new ClaimRequest(ClaimantId.New(), Options.LeaseDuration, Options.ClusterConcurrency ?? 0);
    }

    public TaskDefinition<TTask, TResult> Definition { get; }

    public string Name => Definition.Name;

    public SchedulerOptions Options { get; }

    public ITaskContainer<TTask, TResult> Container { get; }

    public ITaskDataPersister<TTask, TResult>? Persister { get; }

    public ITaskActuator<TTask, TResult> Actuator { get; }

    /// <summary>The actuator, if tasks run in this process.</summary>
    public FunctionActuator<TTask, TResult>? Function { get; }

    public StatusUpdates Updates { get; }

    /// <summary>Whether the answer of a function waits for the status loop instead of being handled by the thread that has it.</summary>
    public bool FunctionIsPolled => Function is not null && Updates == StatusUpdates.Polling;

    public TimeProvider Time { get; }

    public ILogger Logger { get; }

    /// <summary>Whether the persister works at present.</summary>
    public LoopCondition SavingOutputs { get; }

    /// <summary>Whether the actuator answers at present, beyond the starts of single tasks.</summary>
    public LoopCondition CallingActuator { get; }

    public ClaimRequest ClaimRequest { get; }

    /// <summary>The longest wait after a failure: several tries fit into one lease.</summary>
    public TimeSpan MaxBackoff => Options.LeaseDuration / 10;

    /// <summary>The condition of something that is done for single tasks.</summary>
    public LoopCondition ForSingleTasks(string activity) =>
        new(activity, Name, Logger, MaxBackoff) { Forgotten = (Time, Options.LeaseDuration) };

    /// <summary>A moment so much later than <paramref name="timestamp"/>, in the clock's own units.</summary>
    public long After(long timestamp, TimeSpan time) =>
        timestamp + (long)Math.Min(time.TotalSeconds * Time.TimestampFrequency, long.MaxValue / 4);
}
