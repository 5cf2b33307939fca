using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance;

/// <summary>A container whose calls fail as a <see cref="FaultPlan"/> says.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns.</typeparam>
/// <remarks>
/// A repeated call gets buffers of its own: what a repeated claim takes is in nobody's hands until its lease runs out.
/// <c>Observe</c> and disposal never fail.
/// </remarks>
public sealed class FaultyTaskContainer<TTask, TResult> : DelegatingTaskContainer<TTask, TResult>
{
    private readonly FaultPlan _plan;

    /// <summary>Wraps a container, which is disposed with the wrapper.</summary>
    public FaultyTaskContainer(ITaskContainer<TTask, TResult> inner, FaultPlan plan) : base(inner)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _plan = plan;
    }

    /// <inheritdoc/>
    public override ValueTask InitializeAsync(CancellationToken cancellationToken)
    {
        ValueTask Call() => Inner.InitializeAsync(cancellationToken);
        return _plan.RunAsync(nameof(InitializeAsync), Call, Call, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask AddAsync(
        ReadOnlyMemory<NewTask<TTask>> tasks, Memory<ITaskOutcomeSource<TResult>?> outcomes, CancellationToken cancellationToken) =>
        _plan.RunAsync(
            nameof(AddAsync),
            () => Inner.AddAsync(tasks, outcomes, cancellationToken),
            () => Inner.AddAsync(tasks, default, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<int> ClaimAsync(
        ClaimRequest request, Memory<ClaimedTask<TTask>> claimed, CancellationToken cancellationToken) =>
        _plan.RunAsync(
            nameof(ClaimAsync),
            () => Inner.ClaimAsync(request, claimed, cancellationToken),
            async () => await Inner.ClaimAsync(request, new ClaimedTask<TTask>[claimed.Length], cancellationToken).ConfigureAwait(false),
            cancellationToken);

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(
        ReadOnlyMemory<TaskTransition<TResult>> transitions, Memory<bool> accepted, CancellationToken cancellationToken) =>
        _plan.RunAsync(
            nameof(ApplyAsync),
            () => Inner.ApplyAsync(transitions, accepted, cancellationToken),
            () => Inner.ApplyAsync(transitions, new bool[accepted.Length], cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public override bool CanExchange => Inner.CanExchange;

    /// <inheritdoc/>
    public override ValueTask<int> ExchangeAsync(
        ReadOnlyMemory<TaskTransition<TResult>> transitions,
        Memory<bool> accepted,
        ClaimRequest request,
        Memory<ClaimedTask<TTask>> claimed,
        CancellationToken cancellationToken) =>
        _plan.RunAsync(
            nameof(ExchangeAsync),
            () => Inner.ExchangeAsync(transitions, accepted, request, claimed, cancellationToken),
            async () => await Inner.ExchangeAsync(
                transitions, new bool[accepted.Length], request, new ClaimedTask<TTask>[claimed.Length], cancellationToken).ConfigureAwait(false),
            cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<LeaseReport> RenewAsync(RenewRequest request, CancellationToken cancellationToken) =>
        RunAsync(nameof(RenewAsync), () => Inner.RenewAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<RescueReport> RescueAsync(RescueRequest request, CancellationToken cancellationToken) =>
        RunAsync(nameof(RescueAsync), () => Inner.RescueAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask WaitForTasksAsync(ClaimRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // Not twice: a wait has no effect that could be doubled, and the second one would only take its time.
        return _plan.RunAsync(
            nameof(WaitForTasksAsync),
            () => Inner.WaitForTasksAsync(request, timeout, cancellationToken),
            static () => ValueTask.CompletedTask,
            cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask ExecuteAsync(
        TaskCommand command, ReadOnlyMemory<TaskId> ids, Memory<CommandResult> results, CancellationToken cancellationToken) =>
        _plan.RunAsync(
            nameof(ExecuteAsync),
            () => Inner.ExecuteAsync(command, ids, results, cancellationToken),
            () => Inner.ExecuteAsync(command, ids, new CommandResult[results.Length], cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<TaskRecord<TTask, TResult>?>> GetAsync(
        ReadOnlyMemory<TaskId> ids, CancellationToken cancellationToken) =>
        RunAsync(nameof(GetAsync), () => Inner.GetAsync(ids, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<TaskPage<TTask, TResult>> ListAsync(TaskQuery query, CancellationToken cancellationToken) =>
        RunAsync(nameof(ListAsync), () => Inner.ListAsync(query, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<TaskCounts> CountAsync(CancellationToken cancellationToken) =>
        RunAsync(nameof(CountAsync), () => Inner.CountAsync(cancellationToken), cancellationToken);

    private ValueTask<T> RunAsync<T>(string operation, Func<ValueTask<T>> call, CancellationToken cancellationToken) =>
        _plan.RunAsync(operation, call, async () => await call().ConfigureAwait(false), cancellationToken);
}
