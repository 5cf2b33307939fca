using System.Collections.Concurrent;
using GeneratedScheduler.Conformance;
using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GeneratedScheduler.Runtime.Tests.Combined;

/// <summary>Schedulers over memory in front of a store, and how a host says that it wants one.</summary>
public sealed class SchedulerTests(ITestOutputHelper output)
{
    private const int TaskCount = 60;

    private static readonly FaultRates Rates = new() { ThrowBefore = 0.06, ThrowAfter = 0.06, Delay = 0.1, Duplicate = 0.05 };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 4).Select(_ => Random.Shared.Next())];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Seeds))]
    public async Task Two_schedulers_over_a_store_that_fails_at_random_finish_every_task_once(int seed)
    {
        output.WriteLine($"Seed {seed}");
        RemoteClock clock = new();
        SharedMemoryStore<string, string> store = new(clock);
        await using ITaskContainer<string, string> direct = store.Open();
        FaultPlan plan = FaultPlan.Random(seed, Rates);
        ConcurrentDictionary<string, int> runs = new();
        CombinedTaskContainer<string, string>[] fronts = [.. Enumerable.Range(0, 2).Select(_ => new CombinedTaskContainer<string, string>(
            new FaultyTaskContainer<string, string>(store.Open(), plan)))];
        Scheduler<string, string>[] schedulers = [.. fronts.Select(front => Make(front, clock, runs))];
        Array.ForEach(schedulers, scheduler => scheduler.Start());
        for (int i = 0; i < TaskCount; i++)
        {
            await AddAsync(schedulers[i % 2], $"task {i}");
        }

        await clock.RunUntilAsync(WhenDoneAsync(direct), TimeSpan.FromMilliseconds(250), $"all tasks to end (seed {seed})");
        Assert.True(plan.TotalInjected > 20, $"Seed {seed} injected only {plan.TotalInjected} faults.");
        Assert.Equal(TaskCount, runs.Count);
        plan.Enabled = false;
        Dictionary<TaskId, int> finished = [];
        foreach (Scheduler<string, string> scheduler in schedulers)
        {
            await clock.RunUntilAsync(scheduler.CloseAsync(CancellationToken.None), TimeSpan.FromSeconds(1), $"the close (seed {seed})");
            await foreach (FinishedTask<string, string> task in scheduler.FinishedTasks(CancellationToken.None))
            {
                finished[task.Id] = finished.GetValueOrDefault(task.Id) + 1;
            }
        }

        Assert.DoesNotContain(finished, task => task.Value > 1);
        Assert.Equal(new TaskCounts { Succeeded = TaskCount }, await direct.CountAsync(CancellationToken.None));
        await Task.WhenAll(fronts.Select(front => front.DisposeAsync().AsTask())).Soon();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_host_puts_memory_in_front_whatever_the_order_of_the_calls(bool memoryFirst)
    {
        StoreProvider provider = new();
        using IHost host = RemoteHostTasks.Build(services => services.AddScheduler(scheduler =>
        {
            _ = memoryFirst
                ? scheduler.AddAlpha().UseMemoryInFront().UseStore(provider)
                : scheduler.AddAlpha().UseStore(provider).UseMemoryInFront();
        }));
        await host.StartSoonAsync();
        TaskHandle<string> handle = await host.Services.GetRequiredService<AlphaScheduler>().EnqueueAsync("one", null, CancellationToken.None);
        Assert.Equal("ONE", await handle.Completion.Soon());
        Assert.Contains("AddAsync", provider.Plan.Called);
        Assert.Equal(1, provider.Opened);
        await host.StopSoonAsync();
    }

    [Fact]
    public async Task A_store_in_the_memory_of_the_process_is_refused_with_the_reason()
    {
        using IHost host = RemoteHostTasks.Build(services => services.AddScheduler(scheduler => scheduler.AddAlpha().UseMemoryInFront().UseQueue()));
        SchedulerConfigurationException refused = Assert.Throws<SchedulerConfigurationException>(
            () => host.Services.GetRequiredService<AlphaScheduler>());
        Assert.Contains("Memory in front needs a durable store", Assert.Single(refused.Problems), StringComparison.Ordinal);
        await host.StopSoonAsync();
    }

    private static Scheduler<string, string> Make(
        ITaskContainer<string, string> container, TimeProvider clock, ConcurrentDictionary<string, int> runs)
    {
        SchedulerOptions options = new()
        {
            TimeProvider = clock,
            Concurrency = 4,
            MaxAttempts = 1_000,
            MaxLosses = 1_000,
            Retry = RetryPolicy.Fixed(TimeSpan.FromSeconds(1)),
            FinishedTasksCapacity = 10_000,
        };
        TaskDefinition<string, string> definition = new()
        {
            Name = "combined",
            CreateActuator = _ => new DelegateActuator((task, context) =>
            {
                runs.AddOrUpdate(task, 1, (_, count) => count + 1);
                return context.Attempt % 3 == 1 && task.EndsWith('7') ? throw new InvalidOperationException("Not this time.") : ValueTask.FromResult(task);
            }),
        };
        return new Scheduler<string, string>(new SchedulerSetup<string, string>(definition, options) { Container = container });
    }

    private static async Task AddAsync(Scheduler<string, string> scheduler, string payload)
    {
        EnqueueOptions options = new() { Id = TaskId.New(), OnConflict = EnqueueConflict.UseExisting };
        while (true)
        {
            try
            {
                await scheduler.EnqueueAsync(payload, options, CancellationToken.None);
                return;
            }
            catch (InjectedFaultException)
            {
                // Whether it was added is unknown; the id makes that harmless.
            }
        }
    }

    private static async Task WhenDoneAsync(ITaskContainer<string, string> direct)
    {
        while ((await direct.CountAsync(CancellationToken.None)).Succeeded < TaskCount)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }
    }

    private sealed class StoreProvider : ITaskStore
    {
        public CallLog Plan { get; } = new();

        public string Name => "test";

        public StoreTraits Traits => StoreTraits.Shared;

        public int Opened { get; private set; }

        public ITaskContainer<TTask, TResult> Open<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time)
        {
            Opened++;
            return new FaultyTaskContainer<TTask, TResult>(new SharedMemoryStore<TTask, TResult>(time).Open(), Plan.Plan);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class CallLog
    {
        public CallLog() => Plan = FaultPlan.From(call =>
        {
            Called.Enqueue(call);
            return FaultKind.None;
        });

        public ConcurrentQueue<string> Called { get; } = new();

        public FaultPlan Plan { get; }
    }
}
