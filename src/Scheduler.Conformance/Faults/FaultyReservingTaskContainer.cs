using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance;

/// <summary>A container that reserves tasks, and whose calls fail as a <see cref="FaultPlan"/> says. Stands for a database behind memory.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns.</typeparam>
/// <remarks>What a repeated call reserves is in nobody's hands until its lease runs out.</remarks>
public sealed class FaultyReservingTaskContainer<TTask, TResult> : DelegatingTaskContainer<TTask, TResult>, IReservingTaskContainer<TTask, TResult>
{
    private readonly IReservingTaskContainer<TTask, TResult> _reserving;
    private readonly FaultPlan _plan;

    /// <summary>Wraps a container, which is disposed with the wrapper.</summary>
    public FaultyReservingTaskContainer(IReservingTaskContainer<TTask, TResult> inner, FaultPlan plan)
        : base(new FaultyTaskContainer<TTask, TResult>(inner, plan))
    {
        _reserving = inner;
        _plan = plan;
    }

    /// <inheritdoc/>
    public ValueTask AddReservedAsync(
        ReadOnlyMemory<NewTask<TTask>> tasks, ClaimRequest request, Memory<long> claimTokens, CancellationToken cancellationToken) =>
        _plan.RunAsync(
            nameof(AddReservedAsync),
            () => _reserving.AddReservedAsync(tasks, request, claimTokens, cancellationToken),
            () => _reserving.AddReservedAsync(tasks, request, new long[claimTokens.Length], cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> ReserveAsync(ClaimRequest request, Memory<ClaimedTask<TTask>> reserved, CancellationToken cancellationToken) =>
        _plan.RunAsync(
            nameof(ReserveAsync),
            () => _reserving.ReserveAsync(request, reserved, cancellationToken),
            async () => await _reserving.ReserveAsync(request, new ClaimedTask<TTask>[reserved.Length], cancellationToken).ConfigureAwait(false),
            cancellationToken);
}
