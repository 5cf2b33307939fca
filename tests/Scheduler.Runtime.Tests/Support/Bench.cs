using GeneratedScheduler.Conformance;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Support;

/// <summary>The containers over which the flow of a scheduler is tested.</summary>
public enum ContainerKind
{
    Queue = 0,
    Ordered = 1,

    /// <summary>Looks like a store behind a network.</summary>
    Shared = 2,

    /// <summary>Memory in front of a store behind a network.</summary>
    Combined = 3,
}

/// <summary>Every container over which the flow is tested.</summary>
public sealed class EveryContainer() : TheoryData<ContainerKind>(ContainerKind.Queue, ContainerKind.Ordered, ContainerKind.Shared, ContainerKind.Combined);

/// <summary>One scheduler of controlled work over a container, with a clock that the test moves. Every wait is guarded.</summary>
internal sealed class Bench : IAsyncDisposable
{
    // No two of these are equal, so that a timer tells by its time who waits.
    public static readonly TimeSpan StatusInterval = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan SchedulingInterval = TimeSpan.FromSeconds(47);
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(25);

    private readonly bool _ownsContainer;

    private Bench(HookedContainer container, ManualTime time, bool ownsContainer, Action<Bench, SchedulerOptions>? configure)
    {
        (Container, Time, _ownsContainer) = (container, time, ownsContainer);
        Method = Work.RunAsync;
        SchedulerSetup<string, string> setup = new(Definition());
        setup.Container = container;
        setup.Options.TimeProvider = time;
        setup.Options.Concurrency = 4;
        setup.Options.StatusInterval = StatusInterval;
        setup.Options.SchedulingInterval = SchedulingInterval;
        setup.Options.LeaseDuration = Lease;
        setup.Options.StopTimeout = StopTimeout;
        setup.Options.ShutdownTimeout = ShutdownTimeout;
        configure?.Invoke(this, setup.Options);
        Scheduler = new Scheduler<string, string>(setup);
    }

    public HookedContainer Container { get; }

    public ManualTime Time { get; }

    public ControlledWork Work { get; } = new();

    /// <summary>What runs; <see cref="ControlledWork.RunAsync(string, TaskContext)"/> of <see cref="Work"/> unless set otherwise.</summary>
    public Func<string, TaskContext, ValueTask<string>> Method { get; set; }

    public Scheduler<string, string> Scheduler { get; }

    public static HookedContainer MakeContainer(ContainerKind kind, ManualTime time) => kind switch
    {
        ContainerKind.Ordered => new(new MemoryTaskContainer<string, string>(new MemoryContainerOptions { Order = TaskOrder.Priority, TimeProvider = time })),
        ContainerKind.Combined => HookedContainer.OverStore(new SharedMemoryStore<string, string>(time)),
        _ => new(new MemoryTaskContainer<string, string>(new MemoryContainerOptions { TimeProvider = time }), kind == ContainerKind.Shared),
    };

    /// <summary>A scheduler that is not started.</summary>
    public static Bench Made(ContainerKind kind, Action<Bench, SchedulerOptions>? configure = null)
    {
        ManualTime time = new();
        return new Bench(MakeContainer(kind, time), time, ownsContainer: true, configure);
    }

    /// <summary>A scheduler that runs, over a queue of the test's own.</summary>
    public static Bench OverQueue(MemoryTaskContainer<string, string> queue, ManualTime time)
    {
        Bench bench = new(new HookedContainer(queue), time, ownsContainer: true, configure: null);
        bench.Scheduler.Start();
        return bench;
    }

    /// <summary>A scheduler that runs.</summary>
    public static Bench Over(ContainerKind kind, Action<Bench, SchedulerOptions>? configure = null)
    {
        Bench bench = Made(kind, configure);
        bench.Scheduler.Start();
        return bench;
    }

    /// <summary>Another scheduler over the same store, with hooks of its own, and with the same clock unless it is given its own.</summary>
    public Bench Beside(Action<Bench, SchedulerOptions>? configure = null, ManualTime? time = null, bool isStarted = true)
    {
        Bench bench = new(Container.Beside(), time ?? Time, ownsContainer: Container.IsInFront, configure);
        if (isStarted)
        {
            bench.Scheduler.Start();
        }

        return bench;
    }

    public Task<TaskHandle<string>> EnqueueAsync(string task = "task", EnqueueOptions? options = null) =>
        Scheduler.EnqueueAsync(task, options).Soon();

    public Task<IReadOnlyList<TaskHandle<string>>> EnqueueManyAsync(IEnumerable<string> tasks, EnqueueOptions? options = null) =>
        Scheduler.EnqueueManyAsync(tasks, options).Soon();

    public Task<TaskHandle<string>> CreateAsync(string task = "task", EnqueueOptions? options = null) =>
        Scheduler.CreateAsync(task, options).Soon();

    /// <summary>Enqueues a task and waits until it runs.</summary>
    public async Task<(TaskHandle<string> Handle, WorkRun Run)> RunOneAsync(string task = "task", EnqueueOptions? options = null)
    {
        TaskHandle<string> handle = await EnqueueAsync(task, options);
        return (handle, await Work.NextAsync());
    }

    public Task<CommandResult> StartAsync(TaskId id) => Scheduler.TryStartAsync(id).Soon();

    public Task<CommandResult> StopAsync(TaskId id) => Scheduler.TryStopAsync(id).Soon();

    public Task<CommandResult> RestartAsync(TaskId id) => Scheduler.TryRestartAsync(id).Soon();

    public Task<CommandResult> DeleteAsync(TaskId id) => Scheduler.TryDeleteAsync(id).Soon();

    public Task<TaskRecord<string, string>?> FindAsync(TaskId id) => Scheduler.GetAsync(id).Soon();

    public async Task<TaskRecord<string, string>> GetAsync(TaskId id) => (await FindAsync(id))!;

    public Task<TaskPage<string, string>> ListAsync(TaskQuery query) => Scheduler.ListAsync(query).Soon();

    public Task<TaskCounts> CountAsync() => Scheduler.CountAsync().Soon();

    public Task CloseAsync() => Scheduler.CloseAsync();

    public Task CloseAtOnceAsync() => Scheduler.CloseAsync(new CancellationToken(canceled: true));

    /// <summary>
    /// How the task ended: from its handle, or, if the container looks shared, straight from the store, because handles ask
    /// that once in a while only, and so would need time to pass.
    /// </summary>
    public Task<TaskOutcome<string>> OutcomeOf(TaskHandle<string> handle) =>
        (Container.IsShared ? Container.EndOf(handle.Id) : handle.Outcome).Soon("the end of the task");

    /// <summary>
    /// Waits until the end of each run is acknowledged and somebody waits for exactly this time, and lets it pass. A call to the container that is still under way
    /// would take the time for its own, and would count as one that was never answered.
    /// </summary>
    public async Task PassAsync(TimeSpan time)
    {
        while (Scheduler.GetStatus().Running > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        await Time.PassAsync(time);
    }

    public async ValueTask DisposeAsync()
    {
        Container.ForgetHooks();
        Work.EndAll();
        Task closing = CloseAtOnceAsync();
        while (await Task.WhenAny(closing, Time.WhenArmedAsync(StopTimeout)).Soon("the close at the end of the test") != closing)
        {
            Time.Advance(StopTimeout);
        }

        await closing;
        if (_ownsContainer)
        {
            await Container.DisposeAsync();
        }
    }

    private TaskDefinition<string, string> Definition() => new()
    {
        Name = "tests.work",
        CreateActuator = _ => new DelegateActuator((task, context) => Method(task, context)),
    };
}
