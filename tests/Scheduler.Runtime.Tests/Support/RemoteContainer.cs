using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Support;

/// <summary>A move that a scheduler sent, and whether it was made.</summary>
internal sealed record RemoteMove(TaskId Id, TaskEvent Event, long ClaimToken, bool Accepted, TaskRunHandle? Handle, TimeSpan Delay);

/// <summary>
/// One scheduler's view of a container: notes what the scheduler does, and lets the test delay it, fail it before or after the
/// effect, or cut it off altogether while other schedulers go on.
/// </summary>
internal sealed class RemoteContainer(ITaskContainer<string, string> inner, bool isShared = false) : ITaskContainer<string, string>
{
    private volatile bool _isCutOff;

    /// <summary>Called before and after (<c>isAfter</c>) each call with its name; may wait or throw.</summary>
    public Func<string, bool, Task> Hook { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>As <see cref="Hook"/>, for moves alone.</summary>
    public Func<TaskTransition<string>, bool, Task> MoveHook { get; set; } = static (_, _) => Task.CompletedTask;

    public RemoteTrail<string> Calls { get; } = new();

    public RemoteTrail<RemoteMove> Moves { get; } = new();

    public bool IsCutOff
    {
        get => _isCutOff;
        set => _isCutOff = value;
    }

    public bool IsDisposed { get; private set; }

    public bool IsShared => isShared;

    public IEnumerable<TaskEvent> AcceptedEvents => Moves.Items.Where(move => move.Accepted).Select(move => move.Event);

    public ValueTask InitializeAsync(CancellationToken cancellationToken) =>
        new(CallAsync("Initialize", async () =>
        {
            await inner.InitializeAsync(cancellationToken);
            return true;
        }));

    public ValueTask AddAsync(
        ReadOnlyMemory<NewTask<string>> tasks, Memory<ITaskOutcomeSource<string>?> outcomes, CancellationToken cancellationToken) =>
        new(CallAsync("Add", async () =>
        {
            await inner.AddAsync(tasks, isShared ? Memory<ITaskOutcomeSource<string>?>.Empty : outcomes, cancellationToken);
            return true;
        }));

    public ValueTask<int> ClaimAsync(ClaimRequest request, Memory<ClaimedTask<string>> claimed, CancellationToken cancellationToken) =>
        new(CallAsync("Claim", () => inner.ClaimAsync(request, claimed, cancellationToken).AsTask()));

    public ValueTask ApplyAsync(
        ReadOnlyMemory<TaskTransition<string>> transitions, Memory<bool> accepted, CancellationToken cancellationToken) =>
        new(CallAsync("Apply", async () =>
        {
            foreach (TaskTransition<string> move in transitions.ToArray())
            {
                await MoveHook(move, false);
            }

            await inner.ApplyAsync(transitions, accepted, cancellationToken);
            for (int i = 0; i < transitions.Length; i++)
            {
                TaskTransition<string> move = transitions.Span[i];
                Moves.Add(new RemoteMove(move.Id, move.Event, move.ClaimToken, accepted.Span[i], move.Handle, move.Delay));
            }

            foreach (TaskTransition<string> move in transitions.ToArray())
            {
                await MoveHook(move, true);
            }

            return true;
        }));

    public ValueTask<LeaseReport> RenewAsync(RenewRequest request, CancellationToken cancellationToken) =>
        new(CallAsync("Renew", () => inner.RenewAsync(request, cancellationToken).AsTask()));

    public ValueTask RelayAsync(ReadOnlyMemory<RelayedCallback> callbacks, Memory<bool> accepted, CancellationToken cancellationToken) =>
        new(CallAsync("Relay", async () =>
        {
            await inner.RelayAsync(callbacks, accepted, cancellationToken);
            return true;
        }));

    public ValueTask<RescueReport> RescueAsync(RescueRequest request, CancellationToken cancellationToken) =>
        new(CallAsync("Rescue", () => inner.RescueAsync(request, cancellationToken).AsTask()));

    public async ValueTask WaitForTasksAsync(ClaimRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ThrowIfCutOff();
        await inner.WaitForTasksAsync(request, timeout, cancellationToken);
    }

    public ValueTask ExecuteAsync(
        TaskCommand command, ReadOnlyMemory<TaskId> ids, Memory<CommandResult> results, CancellationToken cancellationToken) =>
        new(CallAsync("Execute", async () =>
        {
            await inner.ExecuteAsync(command, ids, results, cancellationToken);
            return true;
        }));

    public ValueTask<IReadOnlyList<TaskRecord<string, string>?>> GetAsync(
        ReadOnlyMemory<TaskId> ids, CancellationToken cancellationToken) =>
        new(CallAsync("Get", () => inner.GetAsync(ids, cancellationToken).AsTask()));

    public ValueTask<TaskPage<string, string>> ListAsync(TaskQuery query, CancellationToken cancellationToken) =>
        new(CallAsync("List", () => inner.ListAsync(query, cancellationToken).AsTask()));

    public ValueTask<TimeSpan?> GetLongestWaitAsync(CancellationToken cancellationToken) =>
        new(CallAsync("LongestWait", () => inner.GetLongestWaitAsync(cancellationToken).AsTask()));

    public ValueTask<DateTimeOffset> GetUtcNowAsync(CancellationToken cancellationToken) =>
        new(CallAsync("Now", () => inner.GetUtcNowAsync(cancellationToken).AsTask()));

    public ValueTask<TaskCounts> CountAsync(CancellationToken cancellationToken) =>
        new(CallAsync("Count", () => inner.CountAsync(cancellationToken).AsTask()));

    public ITaskOutcomeSource<string>? Observe(TaskId id) => isShared ? null : inner.Observe(id);

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return inner.DisposeAsync();
    }

    private async Task<T> CallAsync<T>(string name, Func<Task<T>> call)
    {
        Calls.Add(name);
        ThrowIfCutOff();
        await Hook(name, false);
        T answer = await call();
        await Hook(name, true);
        ThrowIfCutOff();
        return answer;
    }

    private void ThrowIfCutOff()
    {
        if (_isCutOff)
        {
            throw new IOException("The store cannot be reached.");
        }
    }
}
