using GeneratedScheduler.Conformance;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Support;

/// <summary>
/// A container in memory under which a test can put faults and delays. As a shared one it looks like a store behind a network:
/// every call completes on another thread, and nobody learns of a task's end without asking.
/// </summary>
internal sealed class HookedContainer(
    ITaskContainer<string, string> inner, bool isShared = false, SharedMemoryStore<string, string>? store = null) : ITaskContainer<string, string>
{
    /// <summary>Run before and after the effect of each kind of call; what they throw, the caller gets.</summary>
    public Func<Task>? BeforeInitialize { get; set; }
    public Func<Task>? BeforeAdd { get; set; }
    public Func<Task>? BeforeClaim { get; set; }
    public Func<int, Task>? AfterClaim { get; set; }
    public Func<TaskTransition<string>, Task>? BeforeApply { get; set; }
    public Func<TaskTransition<string>, Task>? AfterApply { get; set; }
    public Func<Task>? BeforeRenew { get; set; }
    public Func<Task>? BeforeRescue { get; set; }
    public Func<RescueReport, Task>? AfterRescue { get; set; }
    public Func<Task>? BeforeWait { get; set; }

    public bool IsShared => isShared;

    // Like a database; the hooks are those of the two steps.
    public bool CanExchange => isShared && store is null;

    public IReadOnlyList<UnsupportedOption> UnsupportedOptions => inner.UnsupportedOptions;

    /// <summary>Whether this is memory in front of a store; each scheduler has its own.</summary>
    public bool IsInFront => store is not null;

    /// <summary>Memory of a process in front of a store.</summary>
    public static HookedContainer OverStore(SharedMemoryStore<string, string> store) =>
        new(new CombinedTaskContainer<string, string>(store.Open()), isShared: true, store);

    /// <summary>The same store seen by another scheduler, with hooks of its own.</summary>
    public HookedContainer Beside() => store is null ? new(inner, isShared) : OverStore(store);

    public void ForgetHooks()
    {
        BeforeInitialize = BeforeAdd = BeforeClaim = BeforeRenew = BeforeRescue = BeforeWait = null;
        AfterClaim = null;
        AfterRescue = null;
        BeforeApply = AfterApply = null;
    }

    /// <summary>The end of a task, straight from the store; also for a container that looks shared.</summary>
    public Task<TaskOutcome<string>> EndOf(TaskId id) => inner.Observe(id)?.WaitAsync(id) ?? Task.Run(() => LookForEndAsync(id));

    private async Task<TaskOutcome<string>> LookForEndAsync(TaskId id)
    {
        while (true)
        {
            TaskRecord<string, string> record = (await inner.GetAsync(new[] { id }, CancellationToken.None))[0]!;
            if (TaskStateMachine.IsFinished(record.State))
            {
                return new TaskOutcome<string>(record.State, record.Result, record.Failure);
            }

            await Task.Yield();
        }
    }

    public async ValueTask InitializeAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(BeforeInitialize);
        await inner.InitializeAsync(cancellationToken);
    }

    public async ValueTask AddAsync(
        ReadOnlyMemory<NewTask<string>> tasks, Memory<ITaskOutcomeSource<string>?> outcomes, CancellationToken cancellationToken)
    {
        await BeginAsync(BeforeAdd);
        await inner.AddAsync(tasks, isShared ? default : outcomes, cancellationToken);
    }

    public async ValueTask<int> ClaimAsync(
        ClaimRequest request, Memory<ClaimedTask<string>> claimed, CancellationToken cancellationToken)
    {
        await BeginAsync(BeforeClaim);
        int count = await inner.ClaimAsync(request, claimed, cancellationToken);
        await (AfterClaim?.Invoke(count) ?? Task.CompletedTask);
        return count;
    }

    public async ValueTask ApplyAsync(
        ReadOnlyMemory<TaskTransition<string>> transitions, Memory<bool> accepted, CancellationToken cancellationToken)
    {
        await BeginAsync(BeforeApply is { } before ? () => ForEachAsync(transitions, before) : null);
        await inner.ApplyAsync(transitions, accepted, cancellationToken);
        await (AfterApply is { } after ? ForEachAsync(transitions, after) : Task.CompletedTask);
    }

    public async ValueTask<LeaseReport> RenewAsync(RenewRequest request, CancellationToken cancellationToken)
    {
        await BeginAsync(BeforeRenew);
        return await inner.RenewAsync(request, cancellationToken);
    }

    public async ValueTask<RescueReport> RescueAsync(RescueRequest request, CancellationToken cancellationToken)
    {
        await BeginAsync(BeforeRescue);
        RescueReport report = await inner.RescueAsync(request, cancellationToken);
        await (AfterRescue?.Invoke(report) ?? Task.CompletedTask);
        return report;
    }

    public async ValueTask WaitForTasksAsync(ClaimRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await BeginAsync(BeforeWait);
        await inner.WaitForTasksAsync(request, timeout, cancellationToken);
    }

    public async ValueTask ExecuteAsync(
        TaskCommand command, ReadOnlyMemory<TaskId> ids, Memory<CommandResult> results, CancellationToken cancellationToken)
    {
        await BeginAsync(null);
        await inner.ExecuteAsync(command, ids, results, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<TaskRecord<string, string>?>> GetAsync(
        ReadOnlyMemory<TaskId> ids, CancellationToken cancellationToken)
    {
        await BeginAsync(null);
        return await inner.GetAsync(ids, cancellationToken);
    }

    public async ValueTask<TaskPage<string, string>> ListAsync(TaskQuery query, CancellationToken cancellationToken)
    {
        await BeginAsync(null);
        return await inner.ListAsync(query, cancellationToken);
    }

    public async ValueTask<TimeSpan?> GetLongestWaitAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(null);
        return await inner.GetLongestWaitAsync(cancellationToken);
    }

    public async ValueTask<DateTimeOffset> GetUtcNowAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(null);
        return await inner.GetUtcNowAsync(cancellationToken);
    }

    public async ValueTask<TaskCounts> CountAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(null);
        return await inner.CountAsync(cancellationToken);
    }

    public ITaskOutcomeSource<string>? Observe(TaskId id) => isShared ? null : inner.Observe(id);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async ValueTask BeginAsync(Func<Task>? before)
    {
        // The hook first, on the caller's own thread, so that a test can see which thread that is.
        await (before?.Invoke() ?? Task.CompletedTask);
        if (isShared)
        {
            await Task.Yield();
        }
    }

    private static async Task ForEachAsync(ReadOnlyMemory<TaskTransition<string>> transitions, Func<TaskTransition<string>, Task> hook)
    {
        for (int i = 0; i < transitions.Length; i++)
        {
            await hook(transitions.Span[i]);
        }
    }
}
