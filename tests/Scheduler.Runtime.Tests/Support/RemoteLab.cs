using System.Diagnostics;
using GeneratedScheduler.Actuators;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Support;

/// <summary>A store, a service and a clock, and the schedulers that work with them.</summary>
internal sealed class RemoteLab : IAsyncDisposable
{
    // All different, so that a test can tell the loops apart by how long they sleep.
    public static readonly TimeSpan StatusInterval = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan LeaseInterval = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(4);
    public static readonly TimeSpan ActuatorTimeout = TimeSpan.FromSeconds(23);
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(17);
    public static readonly TimeSpan SchedulingInterval = TimeSpan.FromMinutes(3);

    private readonly List<Scheduler<string, string>> _schedulers = [];

    public RemoteLab(bool callsBack = false)
    {
        Service = new RemoteService { CallsBack = callsBack };
        Store = new MemoryTaskContainer<string, string>(new MemoryContainerOptions { TimeProvider = Clock });
    }

    public RemoteClock Clock { get; } = new();

    public RemoteService Service { get; }

    public RemoteLogs Logs { get; } = new();

    public MemoryTaskContainer<string, string> Store { get; }

    /// <summary>The view of the scheduler that was started last.</summary>
    public RemoteContainer View { get; private set; } = null!;

    public Scheduler<string, string> Scheduler => _schedulers[^1];

    /// <summary>Starts a scheduler on the store, with a view of its own.</summary>
    public Scheduler<string, string> Start(
        ITaskActuator<string, string> actuator,
        Action<SchedulerSetup<string, string>>? configure = null,
        bool isShared = false,
        Action<RemoteContainer>? prepare = null)
    {
        View = new RemoteContainer(Store, isShared);
        prepare?.Invoke(View);
        SchedulerOptions options = new()
        {
            TimeProvider = Clock,
            LoggerFactory = Logs,
            Concurrency = 4,
            StatusInterval = StatusInterval,
            LeaseDuration = Lease,
            StopTimeout = StopTimeout,
            ActuatorTimeout = ActuatorTimeout,
            ShutdownTimeout = ShutdownTimeout,
            SchedulingInterval = SchedulingInterval,
            Retry = RetryPolicy.Fixed(TimeSpan.Zero),
            FinishedTasksCapacity = 100,
        };
        TaskDefinition<string, string> definition = new() { Name = "remote", CreateActuator = _ => actuator };
        SchedulerSetup<string, string> setup = new(definition, options) { Container = View };
        configure?.Invoke(setup);
        Scheduler<string, string> scheduler = new(setup);
        _schedulers.Add(scheduler);
        scheduler.Start();
        return scheduler;
    }

    public Task<TaskHandle<string>> EnqueueAsync(string payload, EnqueueOptions? options = null) =>
        Scheduler.EnqueueAsync(payload, options).AsTask();

    public async Task<TaskRecord<string, string>?> FindAsync(TaskId id)
    {
        TaskId[] ids = [id];
        return (await Store.GetAsync(ids, CancellationToken.None))[0];
    }

    public async Task<TaskRecord<string, string>> GetAsync(TaskId id) =>
        await FindAsync(id) ?? throw new InvalidOperationException("The task is gone.");

    /// <summary>Lets the status loop make one round, and waits until it sleeps again. Without runs it has nothing to ask for, and makes none.</summary>
    public async Task PollAsync()
    {
        await WhenStatusLoopSleepsAsync();
        if (Clock.TryFire(StatusInterval))
        {
            await WhenStatusLoopSleepsAsync();
        }
    }

    private async Task WhenStatusLoopSleepsAsync()
    {
        while (!Clock.IsSet(StatusInterval) && _schedulers.Exists(static scheduler => scheduler.GetStatus().Running > 0))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    /// <summary>Lets the lease loop make one round, and waits until it sleeps again.</summary>
    public async Task RenewAsync()
    {
        await Clock.FireAsync(LeaseInterval);
        await Clock.WhenSetAsync(LeaseInterval);
    }

    /// <summary>
    /// Closes a scheduler. Its patience with what runs is over at once; any other time-out passes only after the close has stood still for a while, because on a
    /// busy machine the time of the test would overtake what comes by itself.
    /// </summary>
    public async Task CloseAsync(Scheduler<string, string> scheduler)
    {
        Task closing = scheduler.CloseAsync();
        Stopwatch whole = Stopwatch.StartNew();
        Stopwatch still = Stopwatch.StartNew();
        while (!closing.IsCompleted && whole.Elapsed < TimeSpan.FromMinutes(1))
        {
            if (Clock.TryFire(ShutdownTimeout))
            {
                still.Restart();
            }
            else if (still.Elapsed > TimeSpan.FromSeconds(0.5))
            {
                Clock.Advance(StopTimeout);
                still.Restart();
            }

            await Task.WhenAny(closing, Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System));
        }

        await closing.Soon("the scheduler to close");
    }

    public async Task CloseAllAsync()
    {
        foreach (Scheduler<string, string> scheduler in _schedulers)
        {
            await CloseAsync(scheduler);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Nobody looks at what this leaves behind, so it need not be gentle.
        foreach (Scheduler<string, string> scheduler in _schedulers)
        {
            await Clock.RunUntilAsync(scheduler.CloseAsync(), TimeSpan.FromSeconds(1), "the scheduler to close");
        }

        await Store.DisposeAsync();
        await Service.DisposeAsync();
    }
}

internal static class RemoteWaiting
{
    /// <summary>How the task ends.</summary>
    public static Task<TaskOutcome<string>> EndAsync(this TaskHandle<string> handle) => handle.Outcome.Soon("the task to end");
}
