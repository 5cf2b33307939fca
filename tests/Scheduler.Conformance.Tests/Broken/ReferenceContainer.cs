namespace GeneratedScheduler.Conformance.Tests.Broken;

/// <summary>The model behind one lock: a container that is right, and that can be broken one rule at a time.</summary>
internal class ReferenceContainer(ContainerModel model, ContainerSetup setup, TimeProvider clock) : ProbeContainer
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _disposed = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsShared => false;

    protected ContainerModel Model => model;

    public ValueTask InitializeAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public virtual async ValueTask AddAsync(
        ReadOnlyMemory<NewTask<ProbeTask>> tasks, Memory<ITaskOutcomeSource<ProbeResult>?> outcomes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int capacity = setup.Capacity ?? int.MaxValue;
        DateTimeOffset until = clock.GetUtcNow() + setup.AddTimeout;
        while (true)
        {
            Task changed = _changed.Task;
            if (Update(() => TryAdd(tasks.ToArray(), outcomes, capacity)))
            {
                return;
            }

            if (tasks.Length > capacity || clock.GetUtcNow() >= until)
            {
                throw new TaskQueueFullException(capacity, tasks.Length, setup.AddTimeout);
            }

            await PauseAsync(changed, until - clock.GetUtcNow(), cancellationToken);
        }
    }

    public virtual ValueTask<int> ClaimAsync(ClaimRequest request, Memory<Claimed> claimed, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Update(() =>
        {
            ModelTask[] chosen = [.. model.Due().Take(model.Allowance(claimed.Length, request.ClusterConcurrency))];
            for (int i = 0; i < chosen.Length; i++)
            {
                claimed.Span[i] = model.Claim(chosen[i], request.Claimant, request.LeaseDuration, NextToken());
            }

            return chosen.Length;
        }));

    public virtual ValueTask ApplyAsync(ReadOnlyMemory<Move> transitions, Memory<bool> accepted, CancellationToken cancellationToken)
    {
        Update(() =>
        {
            for (int i = 0; i < transitions.Length; i++)
            {
                accepted.Span[i] = model.Apply(transitions.Span[i]);
            }

            return true;
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask<LeaseReport> RenewAsync(RenewRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Update(() => model.Renew(request)));

    public virtual ValueTask RelayAsync(ReadOnlyMemory<RelayedCallback> callbacks, Memory<bool> accepted, CancellationToken cancellationToken)
    {
        for (int i = 0; i < callbacks.Length; i++)
        {
            RelayedCallback callback = callbacks.Span[i];
            accepted.Span[i] = Update(() => model.Relay(callback));
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<RescueReport> RescueAsync(RescueRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Update(() => model.Rescue(request)));

    public virtual async ValueTask WaitForTasksAsync(ClaimRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        DateTimeOffset until = clock.GetUtcNow() + timeout;
        while (clock.GetUtcNow() < until)
        {
            Task changed;
            DateTimeOffset next;
            lock (_lock)
            {
                model.Now = clock.GetUtcNow();
                if (model.Due().Count > 0 && model.Allowance(1, request.ClusterConcurrency) > 0)
                {
                    return;
                }

                changed = _changed.Task;
                next = model.Tasks.Where(t => t.State == TaskState.Waiting && t.NotBefore > model.Now)
                    .Select(t => t.NotBefore).DefaultIfEmpty(until).Min();
            }

            await PauseAsync(changed, (next < until ? next : until) - clock.GetUtcNow(), cancellationToken);
        }
    }

    public ValueTask ExecuteAsync(
        TaskCommand command, ReadOnlyMemory<TaskId> ids, Memory<CommandResult> results, CancellationToken cancellationToken)
    {
        Update(() =>
        {
            for (int i = 0; i < ids.Length; i++)
            {
                results.Span[i] = model.Execute(command, ids.Span[i]);
            }

            return true;
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<ProbeRecord?>> GetAsync(ReadOnlyMemory<TaskId> ids, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<ProbeRecord?>>(
            Update<ProbeRecord?[]>(() => [.. ids.ToArray().Select(id => model.Find(id)?.ToRecord())]));

    public virtual ValueTask<TaskPage<ProbeTask, ProbeResult>> ListAsync(TaskQuery query, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Update(() => model.List(query)));

    public virtual ValueTask<TaskCounts> CountAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Update(model.Count));

    public virtual ValueTask<TimeSpan?> GetLongestWaitAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Update(model.LongestWait));

    public virtual ValueTask<DateTimeOffset> GetUtcNowAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Update(() => model.Now));

    public ITaskOutcomeSource<ProbeResult>? Observe(TaskId id) => Update(() => model.Find(id)) is { } task ? new Source(task) : null;

    public virtual async ValueTask DisposeAsync() => await _disposed.CancelAsync();

    protected virtual long NextToken() => model.LatestToken + 1;

    protected virtual void Wake(TaskCompletionSource changed) => changed.SetResult();

    private bool TryAdd(NewTask<ProbeTask>[] tasks, Memory<ITaskOutcomeSource<ProbeResult>?> outcomes, int capacity)
    {
        List<TaskConflict> conflicts = model.FindConflicts(tasks);
        if (conflicts.Count > 0)
        {
            throw new DuplicateTaskException(conflicts);
        }

        if (model.InState(TaskState.Waiting) + model.InState(TaskState.Unstarted) + (long)tasks.Length > capacity)
        {
            return false;
        }

        for (int i = 0; i < tasks.Length; i++)
        {
            model.Add(tasks[i]);
            if (!outcomes.IsEmpty && model.Find(tasks[i].Id) is { } added)
            {
                outcomes.Span[i] = new Source(added);
            }
        }

        return true;
    }

    private T Update<T>(Func<T> step)
    {
        lock (_lock)
        {
            model.Now = clock.GetUtcNow();
            T answer = step();
            TaskCompletionSource changed = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Wake(changed);
            return answer;
        }
    }

    private async Task PauseAsync(Task changed, TimeSpan most, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        await Task.WhenAny(changed, Task.Delay(most > TimeSpan.Zero ? most : TimeSpan.Zero, clock, stop.Token));
        stop.Token.ThrowIfCancellationRequested();
        await stop.CancelAsync();
    }

    private sealed class Source(ModelTask task) : ITaskOutcomeSource<ProbeResult>
    {
        private readonly Task<TaskOutcome<ProbeResult>> _outcome = task.Outcome.Task;

        public Task<TaskOutcome<ProbeResult>> WaitAsync(TaskId id) => _outcome;
    }
}
