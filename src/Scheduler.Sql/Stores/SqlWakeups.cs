using System.Collections.Concurrent;

namespace GeneratedScheduler.Sql;

/// <summary>What is known, without asking the database, about the tasks of one kind that may be claimed: signs that some have come, and the latest look. Safe for concurrent use.</summary>
internal sealed class SqlWakeups
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<ClaimantId, long> _looked = new();
    private TaskCompletionSource _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version;
    private long _claims;
    private int _limited;
    private bool _isClosed;
    private long? _lookedAt;
    private TimeSpan? _due;

    /// <summary>Whether somebody waits under a cluster-wide limit, for whom the end of a task is news too.</summary>
    public bool HasLimited => Volatile.Read(ref _limited) > 0;

    /// <summary>How many signals there have been.</summary>
    public long Signals => Volatile.Read(ref _version);

    /// <summary>Completes at the next signal.</summary>
    /// <exception cref="ObjectDisposedException">The container is closed.</exception>
    public Task Next
    {
        get
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_isClosed, this);
                return _signal.Task;
            }
        }
    }

    /// <summary>Ends every wait.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
        }

        Signal();
    }

    /// <summary>Something may be claimable.</summary>
    public void Signal()
    {
        TaskCompletionSource waiting;
        lock (_lock)
        {
            _version++;
            waiting = _signal;
            _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        waiting.SetResult();
    }

    /// <summary>Notes that a claimant is about to claim: what comes from now on is news to it, and the database has to be asked again.</summary>
    public void Looked(ClaimantId claimant)
    {
        lock (_lock)
        {
            _claims++;
            _looked[claimant] = _version;
            (_lookedAt, _due) = (null, null);
        }
    }

    /// <summary>Whether there was a signal since the claimant has claimed.</summary>
    public bool HasNews(ClaimantId claimant)
    {
        lock (_lock)
        {
            return _looked.TryGetValue(claimant, out long looked) && looked != _version;
        }
    }

    /// <summary>How many claims there have been in this process.</summary>
    public long Claims
    {
        get
        {
            lock (_lock)
            {
                return _claims;
            }
        }
    }

    /// <summary>Notes an answer of the database, unless there was a claim since it was asked: what was added before the claim may not be in the answer.</summary>
    /// <param name="claims">How many claims there had been when the database was asked.</param>
    /// <param name="due">How long it is until a task is due; <see langword="null"/> if there is none.</param>
    /// <param name="time">The clock of timers in this process.</param>
    public void NoteLook(long claims, TimeSpan? due, TimeProvider time)
    {
        lock (_lock)
        {
            if (claims == _claims)
            {
                (_lookedAt, _due) = (time.GetTimestamp(), due);
            }
        }
    }

    /// <summary>How long the latest answer is good for.</summary>
    public TimeSpan UntilLook(TimeSpan interval, TimeProvider time)
    {
        lock (_lock)
        {
            TimeSpan left = _lookedAt is { } at ? interval - time.GetElapsedTime(at) : TimeSpan.Zero;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>How long it is until a task is due, by the latest answer; <see langword="null"/> if none is.</summary>
    public TimeSpan? UntilDue(TimeProvider time)
    {
        lock (_lock)
        {
            if (_lookedAt is not { } at || _due is not { } due)
            {
                return null;
            }

            TimeSpan left = due - time.GetElapsedTime(at);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Counts those who wait under a cluster-wide limit.</summary>
    public void AddLimited(int count) => Interlocked.Add(ref _limited, count);
}
