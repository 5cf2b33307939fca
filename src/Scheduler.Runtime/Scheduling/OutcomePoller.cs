using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Runs;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Scheduling;

/// <summary>
/// Learns of the ends of tasks from a container that does not tell of them by itself: asks for all awaited tasks in one call
/// each status interval, and only while somebody awaits one. What this scheduler itself brings to its end, it is told at once.
/// </summary>
/// <remarks>
/// <para>
/// A task is asked for when it is first awaited, because it may have ended before; from then on it either is told of or found by polling.
/// </para>
/// <para>
/// A call that fails may fail because of one of its tasks. They are then asked for one by one, and those that fail alone are asked for alone
/// from then on, behind all others: those who await other tasks do not notice.
/// </para>
/// </remarks>
internal sealed class OutcomePoller<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts, ContainerStart<TTask, TResult> containerStart, AwaitedTasks<TResult> awaited)
    : ITaskOutcomeSource<TResult>
{
    private const int MaxBatch = 1000;

    // After so many failures in a row it is the container that fails, and not one of its tasks.
    private const int MaxFailures = 2;

    private readonly LoopCondition _condition = parts.ForLoop("asking for outcomes");
    private readonly Queue<TaskId> _alone = new();
    private Exception? _failure;
    private bool _isAnswered;

    public LoopProblem? Problem => _condition.Problem;

    public Task<TaskOutcome<TResult>> WaitAsync(TaskId id)
    {
        Task<TaskOutcome<TResult>> outcome = awaited.Add(id, out bool begins);
        if (begins)
        {
            _ = parts.Background.Start(PollAsync, "asking for outcomes");
        }

        return outcome;
    }

    /// <summary>Ends every wait with an <see cref="ObjectDisposedException"/>.</summary>
    public void Close() => awaited.Close();

    private async Task PollAsync()
    {
        TimeSpan interval = parts.Options.StatusInterval;
        long askedAllAt = parts.Time.GetTimestamp();
        while (awaited.TakeFresh() is { } fresh)
        {
            (_failure, _isAnswered) = (null, false);
            bool asksAll = fresh.Length == 0 || parts.Time.GetElapsedTime(askedAllAt) >= interval;
            try
            {
                await containerStart.EnsureAsync(CancellationToken.None).ConfigureAwait(false);
                await AskAsync(asksAll ? awaited.All() : fresh).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                _failure = exception;
            }

            TimeSpan pause = interval;
            bool isAway = _failure is not null && !_isAnswered;
            if (_failure is not null)
            {
                TimeSpan backoff = _condition.Failed(_failure);
                pause = isAway ? backoff : interval;
            }
            else
            {
                _condition.Succeeded();
            }

            askedAllAt = asksAll && !isAway ? parts.Time.GetTimestamp() : askedAllAt;
            await PauseAsync(pause, mayBeCutShort: !isAway).ConfigureAwait(false);
        }

        // All that was awaited was told of without asking, so there is nothing left that could fail.
        _condition.Succeeded();
    }

    // Until it is time to ask for all again, or somebody awaits another task.
    private async Task PauseAsync(TimeSpan pause, bool mayBeCutShort)
    {
        if (awaited.WhenFreshCame() is not { } freshCame)
        {
            return;
        }

        if (!mayBeCutShort)
        {
            await Task.Delay(pause, parts.Time).ConfigureAwait(false);
            return;
        }

        try
        {
            await freshCame.WaitAsync(pause, parts.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Time to ask for all.
        }
    }

    private async ValueTask AskAsync(TaskId[] ids)
    {
        HashSet<TaskId> alone = [.. _alone];
        foreach (TaskId[] batch in ids.Where(id => !alone.Contains(id)).Chunk(MaxBatch))
        {
            if (!await TryAskAsync(batch).ConfigureAwait(false) && !await TryAskEachAsync(batch).ConfigureAwait(false))
            {
                return;
            }
        }

        int failures = 0;
        for (int left = alone.Count; left > 0 && failures < MaxFailures; left--)
        {
            TaskId id = _alone.Dequeue();
            failures = !awaited.Has(id) || await TryAskAsync([id]).ConfigureAwait(false) ? 0 : failures + 1;
            if (failures > 0)
            {
                _alone.Enqueue(id);
            }
        }
    }

    /// <summary>Asks for the tasks of a call that has failed one by one.</summary>
    /// <returns>Whether it is single tasks that fail, and not the container.</returns>
    private async ValueTask<bool> TryAskEachAsync(TaskId[] batch)
    {
        int failures = 0;
        foreach (TaskId id in batch)
        {
            failures = batch.Length > 1 && await TryAskAsync([id]).ConfigureAwait(false) ? 0 : failures + 1;
            if (failures > 0)
            {
                _alone.Enqueue(id);
            }

            if (failures == MaxFailures)
            {
                return false;
            }
        }

        return true;
    }

    private async ValueTask<bool> TryAskAsync(TaskId[] ids)
    {
        try
        {
            IReadOnlyList<TaskRecord<TTask, TResult>?> records =
                await parts.Container.GetAsync(ids, CancellationToken.None).ConfigureAwait(false);
            for (int i = 0; i < ids.Length; i++)
            {
                Tell(ids[i], records[i]);
            }

            return _isAnswered = true;
        }
        catch (UnreadableMemberException unreadable) when (ids.Length == 1)
        {
            Tell(ids[0], unreadable);
            return _isAnswered = true;
        }
        catch (Exception exception)
        {
            _failure = exception;
            return false;
        }
    }

    private void Tell(TaskId id, TaskRecord<TTask, TResult>? record)
    {
        if (record is null)
        {
            awaited.Take(id)?.FailQuietly(new TaskNotFoundException(id));
        }
        else if (record is { State: TaskState.Succeeded, UnreadableResult: { } unreadable } && parts.Persister is null)
        {
            Tell(id, unreadable);
        }
        else if (TaskStateMachine.IsFinished(record.State))
        {
            TaskFailure? failure = record.State == TaskState.Succeeded ? null : record.Failure;
            awaited.Take(id)?.TrySetResult(new TaskOutcome<TResult>(record.State, record.Result, failure));
        }
    }

    private void Tell(TaskId id, UnreadableMemberException unreadable) =>
        awaited.Take(id)?.FailQuietly(unreadable.OfResult(parts.Name, id));
}
