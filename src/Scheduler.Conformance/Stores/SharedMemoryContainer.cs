using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance;

/// <summary>One process's view of a <see cref="SharedMemoryStore{TTask, TResult}"/>. It keeps nothing itself.</summary>
internal sealed partial class SharedMemoryContainer<TTask, TResult>(SharedMemoryStore<TTask, TResult> store)
    : ITaskContainer<TTask, TResult>
{
    private readonly CancellationTokenSource _disposed = new();

    public bool IsShared => true;

    public ValueTask InitializeAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask AddAsync(
        ReadOnlyMemory<NewTask<TTask>> tasks, Memory<ITaskOutcomeSource<TResult>?> outcomes, CancellationToken cancellationToken) =>
        Do(model => Add(model, tasks, _ => { }), cancellationToken);

    public ValueTask<int> ClaimAsync(ClaimRequest request, Memory<ClaimedTask<TTask>> claimed, CancellationToken cancellationToken) =>
        Answer(model => Take(model, claimed, model.Allowance(claimed.Length, request.ClusterConcurrency), task =>
            model.Claim(task, request.Claimant, request.LeaseDuration, model.LatestToken + 1)), cancellationToken);

    public ValueTask ApplyAsync(
        ReadOnlyMemory<TaskTransition<TResult>> transitions, Memory<bool> accepted, CancellationToken cancellationToken) =>
        Do(model =>
        {
            for (int i = 0; i < transitions.Length; i++)
            {
                accepted.Span[i] = model.Apply(transitions.Span[i]);
            }

            return true;
        }, cancellationToken);

    public ValueTask<LeaseReport> RenewAsync(RenewRequest request, CancellationToken cancellationToken) =>
        Answer(model => model.Renew(request), cancellationToken);

    public ValueTask RelayAsync(ReadOnlyMemory<RelayedCallback> callbacks, Memory<bool> accepted, CancellationToken cancellationToken) =>
        Do(model =>
        {
            for (int i = 0; i < callbacks.Length; i++)
            {
                accepted.Span[i] = model.Relay(callbacks.Span[i]);
            }

            return true;
        }, cancellationToken);

    public ValueTask<RescueReport> RescueAsync(RescueRequest request, CancellationToken cancellationToken) =>
        Answer(model => model.Rescue(request), cancellationToken);

    public ValueTask ExecuteAsync(
        TaskCommand command, ReadOnlyMemory<TaskId> ids, Memory<CommandResult> results, CancellationToken cancellationToken) =>
        Do(model =>
        {
            for (int i = 0; i < ids.Length; i++)
            {
                results.Span[i] = model.Execute(command, ids.Span[i]);
            }

            return true;
        }, cancellationToken);

    public ITaskOutcomeSource<TResult>? Observe(TaskId id) => null;

    public async ValueTask DisposeAsync() => await _disposed.CancelAsync().ConfigureAwait(false);

    private static bool Add(
        ContainerModel<TTask, TResult> model, ReadOnlyMemory<NewTask<TTask>> tasks, Action<ModelTask<TTask, TResult>> added)
    {
        List<TaskConflict> conflicts = model.FindConflicts(tasks.ToArray());
        if (conflicts.Count > 0)
        {
            throw new DuplicateTaskException(conflicts);
        }

        foreach (NewTask<TTask> task in tasks.Span)
        {
            model.Add(task);
            added(model.Find(task.Id)!);
        }

        return true;
    }

    private static int Take(
        ContainerModel<TTask, TResult> model,
        Memory<ClaimedTask<TTask>> places,
        int most,
        Func<ModelTask<TTask, TResult>, ClaimedTask<TTask>> take)
    {
        int count = 0;
        foreach (ModelTask<TTask, TResult> task in most == 0 ? [] : model.Due().Take(most))
        {
            places.Span[count++] = take(task);
        }

        return count;
    }

    private ValueTask Do(Func<ContainerModel<TTask, TResult>, bool> step, CancellationToken cancellationToken)
    {
        ValueTask<bool> answer = Answer(step, cancellationToken);
        return answer.IsCompletedSuccessfully ? ValueTask.CompletedTask : new ValueTask(answer.AsTask());
    }

    private ValueTask<T> Answer<T>(Func<ContainerModel<TTask, TResult>, T> step, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<T>(cancellationToken)
            : ValueTask.FromResult(store.Change(step));
    }
}
