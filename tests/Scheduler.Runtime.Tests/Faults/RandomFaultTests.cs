using System.Collections.Concurrent;
using GeneratedScheduler.Actuators;
using GeneratedScheduler.Conformance;
using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Runtime.Tests.Faults;

/// <summary>
/// Two schedulers on one store; every call of every contract may fail before or after its effect, be late, or be made twice. The
/// seed of a failure is in its message and in the test's output.
/// </summary>
public sealed class RandomFaultTests(ITestOutputHelper output)
{
    private const int TaskCount = 60;

    private static readonly FaultRates Rates = new() { ThrowBefore = 0.06, ThrowAfter = 0.06, Delay = 0.1, Duplicate = 0.05 };

    public static TheoryData<int, bool> Seeds
    {
        get
        {
            TheoryData<int, bool> seeds = [];
            for (int i = 0; i < 4; i++)
            {
                seeds.Add(Random.Shared.Next(), false);
                seeds.Add(Random.Shared.Next(), true);
            }

            return seeds;
        }
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Seeds))]
    public async Task Store_that_fails_at_random_loses_nothing_and_finishes_nothing_twice(int seed, bool isShared)
    {
        output.WriteLine($"Seed {seed}");
        await using RandomFaultLab lab = new(seed, Rates, isShared);
        RemoteFunction[] functions = [RemoteFunction.Shout(), RemoteFunction.Shout()];
        Array.ForEach(functions, function => lab.Start(function, null));
        await lab.RunAsync(TaskCount);

        Assert.Equal(TaskCount, lab.Acknowledged.Count);
        await lab.CheckAsync(seed);
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Seeds))]
    public async Task Persister_that_fails_at_random_has_every_output_in_the_end(int seed, bool isShared)
    {
        output.WriteLine($"Seed {seed}");
        await using RandomFaultLab lab = new(seed, Rates, isShared);
        RemotePersister outputs = new();
        for (int i = 0; i < 2; i++)
        {
            lab.Start(RemoteFunction.Shout(), new FaultyTaskDataPersister<string, string>(outputs, lab.Plan));
        }

        await lab.RunAsync(TaskCount);
        await lab.CheckAsync(seed);
        foreach ((TaskId id, string payload) in lab.Acknowledged)
        {
            string output = payload.ToUpperInvariant();
            Assert.True(
                outputs.Outputs.TryGetValue(id, out string? saved) && saved == output, $"Seed {seed}: the output of {payload} is '{saved}'.");
        }
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Seeds))]
    public async Task Actuator_that_fails_at_random_is_overcome(int seed, bool isShared)
    {
        output.WriteLine($"Seed {seed}");
        await using RandomFaultLab lab = new(seed, Rates, isShared);
        await using RemoteService service = new() { AnswersAtOnce = "ok" };
        for (int i = 0; i < 2; i++)
        {
            ITaskActuator<string, string> actuator = new RemoteActuator(service) { CanReattach = seed % 2 == 0 };
            lab.Start(new FaultyTaskActuator<string, string>(actuator, lab.Plan), null);
        }

        await lab.RunAsync(TaskCount);
        await lab.CheckAsync(seed);
    }
}

/// <summary>A store under two schedulers, with one plan of faults for everything between them.</summary>
internal sealed class RandomFaultLab(int seed, FaultRates rates, bool isShared) : IAsyncDisposable
{
    private readonly RemoteClock _clock = new();
    private readonly List<Scheduler<string, string>> _schedulers = [];
    private RemoteContainer? _store;

    public FaultPlan Plan { get; } = FaultPlan.Random(seed, rates);

    public RemoteLogs Logs { get; } = new();

    /// <summary>The tasks whose adding was acknowledged, with their payloads.</summary>
    public ConcurrentDictionary<TaskId, string> Acknowledged { get; } = new();

    private RemoteContainer Store => _store ??= new RemoteContainer(
        new MemoryTaskContainer<string, string>(new MemoryContainerOptions { TimeProvider = _clock, KeepFinished = 10_000 }));

    public void Start(ITaskActuator<string, string> actuator, ITaskDataPersister<string, string>? persister)
    {
        ITaskContainer<string, string> view = isShared ? new SharedContainer<string, string>(Store) : Store;
        SchedulerOptions options = new()
        {
            TimeProvider = _clock,
            LoggerFactory = Logs,
            Concurrency = 4,
            MaxAttempts = 1000,
            MaxLosses = 1000,
            Retry = RetryPolicy.Fixed(TimeSpan.FromSeconds(1)),
            FinishedTasksCapacity = 10_000,
        };
        TaskDefinition<string, string> definition = new() { Name = "faulty", CreateActuator = _ => actuator };
        Scheduler<string, string> scheduler = new(new SchedulerSetup<string, string>(definition, options)
        {
            Container = new FaultyTaskContainer<string, string>(view, Plan),
            Persister = persister,
        });
        _schedulers.Add(scheduler);
        scheduler.Start();
    }

    /// <summary>Adds tasks, repeating each add until it is acknowledged, and lets time pass until all have ended.</summary>
    public async Task RunAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await AddAsync($"task {i}", _schedulers[i % 2]);
        }

        await _clock.RunUntilAsync(WhenEndedAsync(), TimeSpan.FromMilliseconds(250), $"all tasks to end (seed {seed})");
    }

    /// <summary>What must hold whatever went wrong, and that the schedulers are well again without faults.</summary>
    public async Task CheckAsync(int seed)
    {
        Assert.True(Plan.TotalInjected > 20, $"Seed {seed} injected only {Plan.TotalInjected} faults.");
        foreach (TaskId id in Acknowledged.Keys)
        {
            RemoteMove[] successes = [.. Store.Moves.Items.Where(move => move.Id == id && move.Accepted && move.Event == TaskEvent.Succeed)];
            Assert.True(successes.Length == 1, $"Seed {seed}: task {id} succeeded {successes.Length} times.");
        }

        Plan.Enabled = false;
        foreach (Scheduler<string, string> scheduler in _schedulers)
        {
            TaskHandle<string> handle = await scheduler.EnqueueAsync("after the storm", null, CancellationToken.None);
            await _clock.RunUntilAsync(handle.Outcome, TimeSpan.FromMilliseconds(250), $"a task after the storm (seed {seed})");
            await _clock.RunUntilAsync(WhenWellAsync(scheduler), TimeSpan.FromMilliseconds(250), $"recovery (seed {seed})");
        }

        await DisposeAsync();
        Dictionary<TaskId, int> finished = [];
        foreach (Scheduler<string, string> scheduler in _schedulers)
        {
            Assert.Equal(0, scheduler.GetStatus().Running);
            await foreach (FinishedTask<string, string> task in scheduler.FinishedTasks(CancellationToken.None))
            {
                finished[task.Id] = finished.GetValueOrDefault(task.Id) + 1;
            }
        }

        Assert.DoesNotContain(finished, task => task.Value > 1);
        Assert.DoesNotContain(Logs.Entries.Items, entry => entry.Level == LogLevel.Critical);
    }

    public async ValueTask DisposeAsync()
    {
        Plan.Enabled = false;
        foreach (Scheduler<string, string> scheduler in _schedulers)
        {
            await _clock.RunUntilAsync(scheduler.CloseAsync(CancellationToken.None), TimeSpan.FromSeconds(1), "the scheduler to close");
        }
    }

    private async Task AddAsync(string payload, Scheduler<string, string> scheduler)
    {
        EnqueueOptions options = new() { Id = TaskId.New(), OnConflict = EnqueueConflict.UseExisting };
        while (true)
        {
            try
            {
                TaskHandle<string> handle = await scheduler.EnqueueAsync(payload, options, CancellationToken.None);
                Acknowledged.TryAdd(handle.Id, payload);
                return;
            }
            catch (InjectedFaultException)
            {
                // Whether it was added is unknown; the id makes that harmless.
            }
        }
    }

    private async Task WhenEndedAsync()
    {
        foreach (TaskId id in Acknowledged.Keys)
        {
            await Store.WhenMovedAsync(id, TaskEvent.Succeed);
        }
    }

    private static async Task WhenWellAsync(Scheduler<string, string> scheduler)
    {
        while (scheduler.GetStatus() is { Problems.Count: > 0 } or { Running: > 0 })
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }
    }
}
