using GeneratedScheduler.Containers;
using GeneratedScheduler.Diagnostics;

namespace GeneratedScheduler.Scheduling;

/// <summary>
/// Learns of the ends of tasks from a container that does not tell of them by itself: asks for all awaited tasks in one call
/// each status interval, and only while somebody awaits one. What this scheduler itself brings to its end, it is told at once.
/// </summary>
/// <remarks>
/// A task is asked for when it is first awaited, because it may have ended before; from then on it either is told of or found by polling.
/// </remarks>
internal sealed class OutcomePoller<TTask, TResult>(
    ITaskContainer<TTask, TResult> container,
    ContainerStart<TTask, TResult> containerStart,
    TimeSpan interval,
    TimeProvider time,
    LoopCondition condition)
    : ITaskOutcomeSource<TResult>
{
    private const int MaxBatch = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<TaskId, TaskCompletionSource<TaskOutcome<TResult>>> _awaited = [];
    private List<TaskId> _fresh = [];
    private TaskCompletionSource _freshCame = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isPolling;
    private bool _isClosed;

    public string? Problem => condition.Problem;

    public Task<TaskOutcome<TResult>> WaitAsync(TaskId id)
    {
        TaskCompletionSource<TaskOutcome<TResult>>? awaited;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (!_awaited.TryGetValue(id, out awaited))
            {
                awaited = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _awaited.Add(id, awaited);
                _fresh.Add(id);
            }

            if (_isPolling)
            {
                _freshCame.TrySetResult();
                return awaited.Task;
            }

            _isPolling = true;
        }

        _ = Task.Run(PollAsync);
        return awaited.Task;
    }

    /// <summary>Tells those who await a task how it ended, if anybody does.</summary>
    /// <remarks>Called once the end is stored: who begins to await meanwhile finds it there.</remarks>
    public void Ended(TaskId id, in TaskOutcome<TResult> outcome)
    {
        if (_isPolling)
        {
            Take(id)?.TrySetResult(outcome);
        }
    }

    /// <summary>Ends every wait with an <see cref="ObjectDisposedException"/>.</summary>
    public void Close()
    {
        List<TaskCompletionSource<TaskOutcome<TResult>>> left;
        lock (_lock)
        {
            _isClosed = true;
            left = [.. _awaited.Values];
            _awaited.Clear();
        }

        foreach (TaskCompletionSource<TaskOutcome<TResult>> awaited in left)
        {
            awaited.TrySetException(new ObjectDisposedException("The scheduler was closed before the awaited task ended."));
        }
    }

    private async Task PollAsync()
    {
        long askedAllAt = time.GetTimestamp();
        while (TakeFresh() is { } fresh)
        {
            TimeSpan pause = interval;
            try
            {
                await containerStart.EnsureAsync(CancellationToken.None).ConfigureAwait(false);
                bool asksAll = fresh.Length == 0 || time.GetElapsedTime(askedAllAt) >= interval;
                foreach (TaskId[] batch in (asksAll ? AllIds() : fresh).Chunk(MaxBatch))
                {
                    await AskAsync(batch).ConfigureAwait(false);
                }

                askedAllAt = asksAll ? time.GetTimestamp() : askedAllAt;
                condition.Succeeded();
            }
            catch (Exception exception)
            {
                pause = condition.Failed(exception);
            }

            await PauseAsync(pause, mayBeCutShort: condition.Problem is null).ConfigureAwait(false);
        }

        // All that was awaited was told of without asking, so there is nothing left that could fail.
        condition.Succeeded();
    }

    // Until it is time to ask for all again, or somebody awaits another task.
    private async Task PauseAsync(TimeSpan pause, bool mayBeCutShort)
    {
        Task freshCame;
        lock (_lock)
        {
            if (_awaited.Count == 0)
            {
                return;
            }

            freshCame = _freshCame.Task;
        }

        if (!mayBeCutShort)
        {
            await Task.Delay(pause, time).ConfigureAwait(false);
            return;
        }

        try
        {
            await freshCame.WaitAsync(pause, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Time to ask for all.
        }
    }

    private async ValueTask AskAsync(TaskId[] ids)
    {
        IReadOnlyList<TaskRecord<TTask, TResult>?> records = await container.GetAsync(ids, CancellationToken.None).ConfigureAwait(false);
        for (int i = 0; i < ids.Length; i++)
        {
            if (records[i] is not { } record)
            {
                Take(ids[i])?.TrySetException(new TaskNotFoundException(ids[i]));
            }
            else if (TaskStateMachine.IsFinished(record.State))
            {
                Take(ids[i])?.TrySetResult(new TaskOutcome<TResult>(record.State, record.Result, record.Failure));
            }
        }
    }

    // Null when nobody awaits anything, and polling ends.
    private TaskId[]? TakeFresh()
    {
        lock (_lock)
        {
            _isPolling = _awaited.Count > 0;
            TaskId[] fresh = [.. _fresh];
            _fresh = [];
            if (_freshCame.Task.IsCompleted)
            {
                _freshCame = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return _isPolling ? fresh : null;
        }
    }

    private TaskId[] AllIds()
    {
        lock (_lock)
        {
            return [.. _awaited.Keys];
        }
    }

    private TaskCompletionSource<TaskOutcome<TResult>>? Take(TaskId id)
    {
        lock (_lock)
        {
            _awaited.Remove(id, out TaskCompletionSource<TaskOutcome<TResult>>? awaited);
            return awaited;
        }
    }
}
