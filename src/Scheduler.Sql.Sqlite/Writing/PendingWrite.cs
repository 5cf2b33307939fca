namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>Calls that wait for the writer.</summary>
internal sealed class PendingWrite(EncodedCall[] calls)
{
    // The continuations run elsewhere: the writer has other things to do.
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isTaken;
    private Exception? _failure;

    public ReadOnlySpan<EncodedCall> Calls => calls;

    /// <summary>Ends when they are committed, or have failed.</summary>
    public Task Done => _done.Task;

    /// <summary>Whether the writer carries them out; afterwards they can no longer be cancelled.</summary>
    public bool TryStart() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    public void Cancel(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isTaken, 1) == 0)
        {
            _done.TrySetCanceled(cancellationToken);
        }
    }

    /// <summary>They have failed on their own.</summary>
    public void Fail(Exception failure) => _failure = failure;

    /// <summary>Their transaction has ended.</summary>
    public void Complete(Exception? failure)
    {
        if ((_failure ?? failure) is { } exception)
        {
            _done.TrySetException(exception);
        }
        else
        {
            _done.TrySetResult();
        }
    }
}
