using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runs;

/// <summary>
/// For shared containers: while one batch is under way, the next one gathers. So the batches are as large as the store is
/// slow, and a single move on an idle store is sent at once (group commit). While many tasks run, a small batch waits a moment for
/// more: with short tasks the first end is soon followed by others, and a commit costs the same for one as for a hundred.
/// </summary>
internal sealed class BatchedTransitionWriter<TTask, TResult>(TransitionSender<TTask, TResult> sender, RunTable<TTask, TResult> runs)
    : ITransitionWriter<TTask, TResult>
{
    private const int MaxBatch = 1000;

    private readonly Lock _lock = new();
    private readonly Queue<Pending> _pending = new();
    private bool _sending;

    public ValueTask<WriteResult> WriteAsync(
        TaskTransition<TResult> transition,
        Run<TTask, TResult> run,
        WorkerBuffers<TTask, TResult>? buffers)
    {
        Pending pending = new(transition, run);
        bool isSender;
        lock (_lock)
        {
            _pending.Enqueue(pending);
            isSender = !_sending;
            _sending = true;
        }

        if (isSender)
        {
            _ = SendAllAsync();
        }

        return new ValueTask<WriteResult>(pending.Result.Task);
    }

    private async Task SendAllAsync()
    {
        await GatherAsync().ConfigureAwait(false);
        while (TakeBatch() is { Count: > 0 } batch)
        {
            WriteResult[] results = new WriteResult[batch.Count];
            try
            {
                await sender.SendAsync(
                    batch.ConvertAll(p => p.Transition).ToArray(),
                    batch.ConvertAll(p => p.Run),
                    results,
                    settled: i => batch[i].Result.TrySetResult(results[i])).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // Not meant to happen; a clock of the application's may throw. The tasks come back when their leases are over, and the next batches go on.
                batch.ForEach(static pending => pending.Result.TrySetResult(WriteResult.GivenUp));
            }

            await GatherAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask GatherAsync()
    {
        // Behind the work that is queued already: runs that end at this moment send their moves along.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        int pending;
        lock (_lock)
        {
            pending = _pending.Count;
        }

        if (pending > 0 && Gathering.IsWorthwhile(pending, runs.Used))
        {
            await Gathering.WaitAsync().ConfigureAwait(false);
        }
    }

    private List<Pending> TakeBatch()
    {
        lock (_lock)
        {
            List<Pending> batch = new(Math.Min(_pending.Count, MaxBatch));
            while (batch.Count < MaxBatch && _pending.TryDequeue(out Pending? pending))
            {
                batch.Add(pending);
            }

            _sending = batch.Count > 0;
            return batch;
        }
    }

    private sealed class Pending(TaskTransition<TResult> transition, Run<TTask, TResult> run)
    {
        public TaskTransition<TResult> Transition { get; } = transition;

        public Run<TTask, TResult> Run { get; } = run;

        public TaskCompletionSource<WriteResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
