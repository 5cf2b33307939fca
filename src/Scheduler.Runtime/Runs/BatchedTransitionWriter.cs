using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runs;

/// <summary>
/// For shared containers: while one batch is under way, the next one gathers. So the batches are as large as the store is
/// slow, and a single move on an idle store is sent at once (group commit). While many tasks run, a small batch waits a moment for
/// more: with short tasks the first end is soon followed by others, and a commit costs the same for one as for a hundred.
/// </summary>
/// <remarks>
/// A scheduling loop that is about to claim takes along what has gathered (<see cref="BeginCarrying"/>, <see cref="Take"/>), if the container can do both in one
/// step. Nothing is sent from here in the meantime.
/// </remarks>
internal sealed class BatchedTransitionWriter<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts, TransitionSender<TTask, TResult> sender, RunTable<TTask, TResult> runs, ClaimGate<TTask, TResult> gate)
    : ITransitionWriter<TTask, TResult>
{
    private const int MaxBatch = 1000;

    private readonly Lock _lock = new();
    private readonly Queue<PendingTransition<TTask, TResult>> _pending = new();

    // Of those, the ends of runs in whose slots the next task may run.
    private int _ends;
    private bool _isStarted;
    private bool _isSending;
    private bool _isCarried;

    public ValueTask<WriteResult> WriteAsync(
        TaskTransition<TResult> transition,
        Run<TTask, TResult> run,
        WorkerBuffers<TTask, TResult>? buffers)
    {
        PendingTransition<TTask, TResult> pending = new(transition, run);
        lock (_lock)
        {
            _pending.Enqueue(pending);
            _ends += pending.FreesSlot ? 1 : 0;
            SetEnds();
            StartIfNeeded();
        }

        return new ValueTask<WriteResult>(pending.Result.Task);
    }

    /// <summary>From now on the caller takes what gathers, until it calls <see cref="EndCarrying"/>. For the scheduling loop, which must not wait for anything else meanwhile.</summary>
    public void BeginCarrying()
    {
        lock (_lock)
        {
            _isCarried = true;
        }
    }

    public void EndCarrying()
    {
        lock (_lock)
        {
            _isCarried = false;
            StartIfNeeded();
        }
    }

    /// <summary>How many ends there are that <see cref="Take"/> would give.</summary>
    public int Ends
    {
        get
        {
            lock (_lock)
            {
                return _isSending ? 0 : _ends;
            }
        }
    }

    /// <summary>
    /// Takes what has gathered, to be sent by the caller, who calls <see cref="Settle"/> or <see cref="Resend"/> afterwards. Nothing while a batch is being sent: if
    /// that one is being repeated, the others are to wait for it.
    /// </summary>
    public List<PendingTransition<TTask, TResult>> Take()
    {
        lock (_lock)
        {
            return _isSending ? [] : TakeBatch();
        }
    }

    /// <summary>Notes the answers for what was taken.</summary>
    public void Settle(List<PendingTransition<TTask, TResult>> batch, ReadOnlySpan<bool> accepted)
    {
        sender.Succeeded();
        for (int i = 0; i < batch.Count; i++)
        {
            batch[i].Result.TrySetResult(accepted[i] ? WriteResult.Accepted : WriteResult.Refused);
        }
    }

    /// <summary>Sends what was taken, which the caller could not send, or of which it does not know.</summary>
    public void Resend(List<PendingTransition<TTask, TResult>> batch, Exception failure)
    {
        bool isAlone;
        lock (_lock)
        {
            isAlone = !_isStarted;
            if (isAlone)
            {
                // What gathers meanwhile waits until the store works again.
                (_isStarted, _isSending) = (true, true);
                SetEnds();
            }
        }

        parts.Background.Forget(isAlone ? SendAllAsync(batch, failure) : SendAsync(batch, failure), "acknowledging");
    }

    private void StartIfNeeded()
    {
        if (!_isStarted && !_isCarried && _pending.Count > 0)
        {
            _isStarted = true;
            _ = SendAllAsync([], null);
        }
    }

    private void SetEnds() => gate.SetEnds(_isSending ? 0 : _ends);

    private async Task SendAllAsync(List<PendingTransition<TTask, TResult>> batch, Exception? failure)
    {
        if (batch.Count == 0)
        {
            batch = await NextAsync().ConfigureAwait(false);
        }

        while (batch.Count > 0)
        {
            await SendAsync(batch, failure).ConfigureAwait(false);
            failure = null;
            batch = await NextAsync().ConfigureAwait(false);
        }
    }

    private async Task SendAsync(List<PendingTransition<TTask, TResult>> batch, Exception? failure)
    {
        WriteResult[] results = new WriteResult[batch.Count];
        try
        {
            await sender.SendAsync(
                batch.ConvertAll(static pending => pending.Transition).ToArray(),
                batch.ConvertAll(static pending => pending.Run),
                results,
                failure,
                settled: i => batch[i].Result.TrySetResult(results[i])).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Not meant to happen; a clock of the application's may throw. The tasks come back when their leases are over, and the next batches go on.
            batch.ForEach(static pending => pending.Result.TrySetResult(WriteResult.GivenUp));
        }
    }

    /// <summary>Gathers the next batch. It is empty if there is nothing to send from here any more.</summary>
    private async ValueTask<List<PendingTransition<TTask, TResult>>> NextAsync()
    {
        int pending;
        lock (_lock)
        {
            _isSending = false;
            SetEnds();
        }

        // Behind the work that is queued already: runs that end at this moment send their moves along.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        lock (_lock)
        {
            pending = _pending.Count;
        }

        if (pending > 0 && Gathering.IsWorthwhile(pending, runs.Used))
        {
            await Gathering.WaitAsync().ConfigureAwait(false);
        }

        lock (_lock)
        {
            List<PendingTransition<TTask, TResult>> batch = _isCarried ? [] : TakeBatch();
            _isStarted = _isSending = batch.Count > 0;
            SetEnds();
            return batch;
        }
    }

    private List<PendingTransition<TTask, TResult>> TakeBatch()
    {
        List<PendingTransition<TTask, TResult>> batch = new(Math.Min(_pending.Count, MaxBatch));
        while (batch.Count < MaxBatch && _pending.TryDequeue(out PendingTransition<TTask, TResult>? pending))
        {
            _ends -= pending.FreesSlot ? 1 : 0;
            batch.Add(pending);
        }

        SetEnds();
        return batch;
    }
}
