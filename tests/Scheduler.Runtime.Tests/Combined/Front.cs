using System.Collections.Concurrent;
using GeneratedScheduler.Conformance;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Combined;

/// <summary>One process: memory in front of a store that others use as well.</summary>
internal sealed class Front : IAsyncDisposable
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    public Front(SharedMemoryStore<int, int> store)
    {
        Plan = FaultPlan.From(Decide);
        Container = new CombinedTaskContainer<int, int>(new FaultyTaskContainer<int, int>(store.Open(), Plan));
    }

    public CombinedTaskContainer<int, int> Container { get; }

    public ClaimRequest Request { get; } = new(ClaimantId.New(), Lease);

    /// <summary>What goes wrong with the calls to the store.</summary>
    public FaultPlan Plan { get; }

    /// <summary>Asked for each call to the store; may be called by several threads.</summary>
    public Func<string, FaultKind> OnCall { get; set; } = static _ => FaultKind.None;

    /// <summary>The calls to the store, by name.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public static NewTask<int>[] Tasks(int count, EnqueueOptions? options = null, int first = 0) =>
        [.. Enumerable.Range(first, count).Select(number => new NewTask<int>(TaskId.New(), number, options ?? EnqueueOptions.Default))];

    public async Task<TaskId[]> AddAsync(int count, EnqueueOptions? options = null, int first = 0)
    {
        NewTask<int>[] tasks = Tasks(count, options, first);
        await AddAsync(tasks);
        return [.. tasks.Select(task => task.Id)];
    }

    public Task AddAsync(params NewTask<int>[] tasks) => Container.AddAsync(tasks, default, _cancellation).AsTask();

    public async Task<ClaimedTask<int>[]> ClaimAsync(int most = 1_000)
    {
        ClaimedTask<int>[] buffer = new ClaimedTask<int>[most];
        return buffer[..await Container.ClaimAsync(Request, buffer, _cancellation)];
    }

    public ValueTask DisposeAsync() => Container.DisposeAsync();

    private FaultKind Decide(string call)
    {
        Calls.Enqueue(call);
        return OnCall(call);
    }
}
