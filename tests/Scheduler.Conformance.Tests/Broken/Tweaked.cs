namespace GeneratedScheduler.Conformance.Tests.Broken;

/// <summary>A container that does one thing wrong around a model that is right.</summary>
internal sealed class Tweaked(ContainerSetup setup, TimeProvider clock)
    : DelegatingTaskContainer<ProbeTask, ProbeResult>(new ReferenceContainer(new ContainerModel(), setup, clock))
{
    private ReadOnlyMemory<NewTask<ProbeTask>> _pending;
    private bool _disposed;

    public bool NoEmptyBatch { get; init; }

    public bool AddsLater { get; init; }

    public bool HalfWhenCancelled { get; init; }

    public bool ClaimsOneAtLeast { get; init; }

    public bool LeavesOutUnknown { get; init; }

    public bool ListsWithoutResults { get; init; }

    public Func<TaskQuery, TaskQuery>? OnQuery { get; init; }

    public bool ObservesAnything { get; init; }

    public bool ObservesNothing { get; init; }

    public bool FillsNoOutcomes { get; init; }

    public bool WaitsForEver { get; init; }

    public bool DisposesOnce { get; init; }

    public override async ValueTask AddAsync(
        ReadOnlyMemory<NewTask<ProbeTask>> tasks, Memory<ITaskOutcomeSource<ProbeResult>?> outcomes, CancellationToken cancellationToken)
    {
        RefuseEmpty(tasks.Length);
        if (AddsLater)
        {
            _pending = tasks;
            return;
        }

        if (HalfWhenCancelled && cancellationToken.IsCancellationRequested)
        {
            await Inner.AddAsync(tasks[..(tasks.Length / 2)], default, CancellationToken.None);
        }

        await Inner.AddAsync(tasks, FillsNoOutcomes ? default : outcomes, cancellationToken);
    }

    public override async ValueTask<int> ClaimAsync(ClaimRequest request, Memory<Claimed> claimed, CancellationToken cancellationToken)
    {
        if (_pending.Length > 0)
        {
            await Inner.AddAsync(_pending, default, cancellationToken);
            _pending = default;
        }

        if (ClaimsOneAtLeast && claimed.IsEmpty)
        {
            return await Inner.ClaimAsync(request, new Claimed[1], cancellationToken);
        }

        return await Inner.ClaimAsync(request, claimed, cancellationToken);
    }

    public override ValueTask ApplyAsync(ReadOnlyMemory<Move> transitions, Memory<bool> accepted, CancellationToken cancellationToken)
    {
        RefuseEmpty(transitions.Length);
        return Inner.ApplyAsync(transitions, accepted, cancellationToken);
    }

    public override async ValueTask WaitForTasksAsync(ClaimRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (WaitsForEver)
        {
            await new TaskCompletionSource().Task;
        }

        await Inner.WaitForTasksAsync(request, timeout, cancellationToken);
    }

    public override async ValueTask<IReadOnlyList<ProbeRecord?>> GetAsync(ReadOnlyMemory<TaskId> ids, CancellationToken cancellationToken)
    {
        IReadOnlyList<ProbeRecord?> records = await Inner.GetAsync(ids, cancellationToken);
        return LeavesOutUnknown ? [.. records.Where(r => r is not null)] : records;
    }

    public override async ValueTask<TaskPage<ProbeTask, ProbeResult>> ListAsync(TaskQuery query, CancellationToken cancellationToken)
    {
        TaskPage<ProbeTask, ProbeResult> page = await Inner.ListAsync(OnQuery?.Invoke(query) ?? query, cancellationToken);
        return ListsWithoutResults ? new([.. page.Tasks.Select(t => new ProbeRecord(t) { Result = null })], page.NextCursor) : page;
    }

    public override ITaskOutcomeSource<ProbeResult>? Observe(TaskId id) =>
        ObservesNothing ? null : ObservesAnything ? new Never() : Inner.Observe(id);

    public override async ValueTask DisposeAsync()
    {
        ObjectDisposedException.ThrowIf(DisposesOnce && _disposed, this);
        _disposed = true;
        await base.DisposeAsync();
    }

    private void RefuseEmpty(int length) => ArgumentOutOfRangeException.ThrowIfZero(NoEmptyBatch ? length : 1, nameof(length));

    private sealed class Never : ITaskOutcomeSource<ProbeResult>
    {
        public Task<TaskOutcome<ProbeResult>> WaitAsync(TaskId id) => new TaskCompletionSource<TaskOutcome<ProbeResult>>().Task;
    }
}
