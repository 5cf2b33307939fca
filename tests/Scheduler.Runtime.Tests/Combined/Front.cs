using System.Collections.Concurrent;
using GeneratedScheduler.Conformance;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Combined;

/// <summary>One process: memory in front of a store that others use as well. Not disposing it is what a crash looks like.</summary>
internal sealed class Front : IAsyncDisposable
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    public Front(SharedMemoryStore<int, int> store, TimeProvider clock, Action<CombinedContainerOptions>? configure = null, int? smallestShare = null)
    {
        Plan = FaultPlan.From(Decide);
        CombinedContainerOptions options = new() { TimeProvider = clock };
        configure?.Invoke(options);
        FaultyReservingTaskContainer<int, int> durable = new(store.Open(), Plan);
        Container = smallestShare is { } share
            ? new CombinedTaskContainer<int, int>(durable, options) { SmallestShare = share }
            : new CombinedTaskContainer<int, int>(durable, options);
    }

    public CombinedTaskContainer<int, int> Container { get; }

    public ClaimRequest Request { get; } = new(ClaimantId.New(), Lease);

    /// <summary>What goes wrong with the calls to the store.</summary>
    public FaultPlan Plan { get; }

    /// <summary>Asked for each call to the store; may be called by several threads.</summary>
    public Func<string, FaultKind> OnCall { get; set; } = static _ => FaultKind.None;

    /// <summary>The calls to the store, by name.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public int CallsOf(string name) => Calls.Count(call => call == name);

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

    /// <summary>Shows that somebody claims here, so that tasks which are added from now on go into memory.</summary>
    public async Task BeginAsync() => Assert.Empty(await ClaimAsync());

    public async Task<bool[]> ApplyAsync(params TaskTransition<int>[] moves)
    {
        bool[] accepted = new bool[moves.Length];
        await Container.ApplyAsync(moves, accepted, _cancellation);
        return accepted;
    }

    public Task<bool[]> SucceedAsync(params ClaimedTask<int>[] tasks) =>
        ApplyAsync([.. tasks.Select(task => TaskTransition<int>.Succeed(task.Id, task.ClaimToken, task.Payload))]);

    public Task<LeaseReport> RenewAsync(params ClaimedTask<int>[] held) => Container.RenewAsync(
        new RenewRequest(Request.Claimant, held.Select(task => new ClaimKey(task.Id, task.ClaimToken)).ToArray(), Lease), _cancellation).AsTask();

    public Task<RescueReport> RescueAsync(int maxLosses = 10) =>
        Container.RescueAsync(new RescueRequest(canReattach: false, maxLosses, limit: 10_000), _cancellation).AsTask();

    public async Task<CommandResult> ExecuteAsync(TaskCommand command, TaskId id)
    {
        CommandResult[] results = new CommandResult[1];
        await Container.ExecuteAsync(command, new[] { id }, results, _cancellation);
        return results[0];
    }

    public async Task<TaskRecord<int, int>> GetAsync(TaskId id) => (await Container.GetAsync(new[] { id }, _cancellation))[0]!;

    public Task<TaskCounts> CountAsync() => Container.CountAsync(_cancellation).AsTask();

    public Task WaitAsync() => Container.WaitForTasksAsync(Request, TimeSpan.FromMinutes(10), _cancellation).AsTask();

    public ValueTask DisposeAsync() => Container.DisposeAsync();

    private FaultKind Decide(string call)
    {
        Calls.Enqueue(call);
        return OnCall(call);
    }
}
