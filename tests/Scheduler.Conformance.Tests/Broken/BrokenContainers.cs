namespace GeneratedScheduler.Conformance.Tests.Broken;

internal sealed class SameToken(ContainerSetup setup, TimeProvider clock) : ReferenceContainer(new ContainerModel(), setup, clock)
{
    protected override long NextToken() => 1;
}

internal sealed class FallingTokens(ContainerSetup setup, TimeProvider clock) : ReferenceContainer(new ContainerModel(), setup, clock)
{
    private long _next = long.MaxValue;

    protected override long NextToken() => _next--;
}

internal sealed class NeverWakes(ContainerSetup setup, TimeProvider clock) : ReferenceContainer(new ContainerModel(), setup, clock)
{
    protected override void Wake(TaskCompletionSource changed)
    {
        // That is the fault.
    }
}

internal sealed class SamePage(ContainerSetup setup, TimeProvider clock) : ReferenceContainer(new ContainerModel(), setup, clock)
{
    public override ValueTask<TaskPage<ProbeTask, ProbeResult>> ListAsync(TaskQuery query, CancellationToken cancellationToken) =>
        base.ListAsync(query with { Cursor = null }, cancellationToken);
}

internal sealed class AllOrNothing(ContainerSetup setup, TimeProvider clock) : ReferenceContainer(new ContainerModel(), setup, clock)
{
    public override async ValueTask ApplyAsync(
        ReadOnlyMemory<Move> transitions, Memory<bool> accepted, CancellationToken cancellationToken)
    {
        for (int i = 0; i < transitions.Length; i++)
        {
            await base.ApplyAsync(transitions.Slice(i, 1), accepted.Slice(i, 1), cancellationToken);
            if (!accepted.Span[i])
            {
                break;
            }
        }
    }
}

/// <summary>Looks first and claims then, as a store without atomic steps would.</summary>
internal sealed class RacyClaim(ContainerSetup setup, TimeProvider clock) : ReferenceContainer(new ContainerModel(), setup, clock)
{
    private readonly Queue<Claimed> _seen = new();
    private bool _twice;

    public override async ValueTask<int> ClaimAsync(ClaimRequest request, Memory<Claimed> claimed, CancellationToken cancellationToken)
    {
        int count = await base.ClaimAsync(request, claimed, cancellationToken);
        lock (_seen)
        {
            // Two callers that saw the same row: the second one is handed what the first one was.
            if (count == 0 && !_twice && claimed.Length > 0 && _seen.TryDequeue(out Claimed again))
            {
                _twice = true;
                claimed.Span[0] = again;
                return 1;
            }

            if (count > 0)
            {
                _seen.Enqueue(claimed.Span[0]);
            }
        }

        return count;
    }
}
