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

    /// <summary>
    /// Waits on the calling thread, which the writer wakes itself. Answers whether they were carried out; if not, they never will be.
    /// </summary>
    public bool Wait(TimeSpan timeout)
    {
        // What the writer has begun uses the caller's buffers, and ends by itself. Not Task.Wait, which may throw what the answer is made of.
        if (!((IAsyncResult)_done.Task).AsyncWaitHandle.WaitOne(timeout) && Interlocked.Exchange(ref _isTaken, 1) == 0)
        {
            return false;
        }

        _done.Task.GetAwaiter().GetResult();
        return true;
    }

    public void Cancel(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isTaken, 1) == 0)
        {
            _done.TrySetCanceled(cancellationToken);
        }
    }

    /// <summary>They have failed on their own.</summary>
    public void Fail(Exception failure) => _failure = failure;

    /// <summary>What they did was undone; they are carried out once more.</summary>
    public void Restart()
    {
        _failure = null;
        foreach (EncodedCall call in calls)
        {
            call.Answer?.Clear();
        }
    }

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
