using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance;

internal sealed partial class SharedMemoryContainer<TTask, TResult>
{
    public ValueTask<IReadOnlyList<TaskRecord<TTask, TResult>?>> GetAsync(ReadOnlyMemory<TaskId> ids, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<TaskRecord<TTask, TResult>?>>(model =>
        {
            var records = new TaskRecord<TTask, TResult>?[ids.Length];
            for (int i = 0; i < records.Length; i++)
            {
                records[i] = model.Find(ids.Span[i])?.ToRecord();
            }

            return records;
        }, cancellationToken);

    public ValueTask<TaskPage<TTask, TResult>> ListAsync(TaskQuery query, CancellationToken cancellationToken) =>
        Answer(model => model.List(query), cancellationToken);

    public ValueTask<TaskCounts> CountAsync(CancellationToken cancellationToken) => Answer(model => model.Count(), cancellationToken);

    public ValueTask<TimeSpan?> GetLongestWaitAsync(CancellationToken cancellationToken) => Answer(model => model.LongestWait(), cancellationToken);

    public ValueTask<DateTimeOffset> GetUtcNowAsync(CancellationToken cancellationToken) => Answer(model => model.Now, cancellationToken);

    public async ValueTask WaitForTasksAsync(ClaimRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        Task timedOut = Task.Delay(timeout, store.Clock, stop.Token);
        while (true)
        {
            (bool isReady, DateTimeOffset? next) = store.Look(
                model => (model.Due().Count > 0 && model.Allowance(1, request.ClusterConcurrency) > 0, model.NextDue()), out Task changed);
            if (isReady || timedOut.IsCompletedSuccessfully)
            {
                await stop.CancelAsync().ConfigureAwait(false);
                return;
            }

            using CancellationTokenSource pause = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
            Task due = next is { } moment ? Task.Delay(WaitUntil(moment), store.Clock, pause.Token) : changed;
            await Task.WhenAny(changed, due, timedOut).ConfigureAwait(false);
            stop.Token.ThrowIfCancellationRequested();
            await pause.CancelAsync().ConfigureAwait(false);
        }
    }

    // Timers cut off to whole milliseconds, and take 49 days at most.
    private TimeSpan WaitUntil(DateTimeOffset moment)
    {
        double milliseconds = Math.Ceiling((moment - store.Clock.GetUtcNow()).TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, TimeSpan.FromDays(1).TotalMilliseconds));
    }
}
