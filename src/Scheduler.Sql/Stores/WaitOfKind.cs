using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>One kind during one wait.</summary>
internal sealed class WaitOfKind(KindWait call)
{
    private bool _isCounted;

    public KindWait Call => call;

    public SqlKind Kind { get; } = ((ISqlContainer)call.Container).Kind;

    public SqlWakeups Wakeups => Kind.Wakeups;

    /// <summary>Completes at the next signal that something may have come.</summary>
    public Task Signal { get; private set; } = Task.CompletedTask;

    public bool HasNews => Wakeups.HasNews(call.Request.Claimant);

    /// <summary>Begins to listen. The container of one kind may be closed already, which is that kind's failure.</summary>
    public void Begin()
    {
        (call.Failure, call.MayClaim) = (null, false);
        try
        {
            Signal = Wakeups.Next;
        }
        catch (ObjectDisposedException exception)
        {
            call.Failure = exception;
            return;
        }

        _isCounted = call.Request.ClusterConcurrency > 0;
        Wakeups.AddLimited(_isCounted ? 1 : 0);
    }

    public void End() => Wakeups.AddLimited(_isCounted ? -1 : 0);
}
