using GeneratedScheduler.Containers;
using GeneratedScheduler.Diagnostics;

namespace GeneratedScheduler.Scheduling;

/// <summary>
/// Learns of the ends of tasks from a container that does not tell of them by itself: asks for all awaited tasks in one call
/// each status interval, and only while somebody awaits one.
/// </summary>
internal sealed class OutcomePoller<TTask, TResult>(ITaskContainer<TTask, TResult> container, TimeSpan interval, TimeProvider time, LoopCondition condition)
    : ITaskOutcomeSource<TResult>
{
    private const int MaxBatch = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<TaskId, TaskCompletionSource<TaskOutcome<TResult>>> _awaited = [];
    private bool _isPolling;
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
            }

            if (_isPolling)
            {
                return awaited.Task;
            }

            _isPolling = true;
        }

        _ = Task.Run(PollAsync);
        return awaited.Task;
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
        while (TakeIds() is { Length: > 0 } ids)
        {
            TimeSpan pause = interval;
            try
            {
                foreach (TaskId[] batch in ids.Chunk(MaxBatch))
                {
                    await AskAsync(batch).ConfigureAwait(false);
                }

                condition.Succeeded();
            }
            catch (Exception exception)
            {
                pause = condition.Failed(exception);
            }

            if (HasAwaited())
            {
                await Task.Delay(pause, time).ConfigureAwait(false);
            }
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

    private TaskId[] TakeIds()
    {
        lock (_lock)
        {
            _isPolling = _awaited.Count > 0;
            return [.. _awaited.Keys];
        }
    }

    private bool HasAwaited()
    {
        lock (_lock)
        {
            return _awaited.Count > 0;
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
