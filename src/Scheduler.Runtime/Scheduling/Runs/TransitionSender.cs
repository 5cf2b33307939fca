using GeneratedScheduler.Containers;
using GeneratedScheduler.Diagnostics;

namespace GeneratedScheduler.Scheduling;

/// <summary>Sends one batch of moves until the container has answered for each, or its lease has run out.</summary>
/// <remarks>
/// A call that threw may have been carried out all the same. A move that is refused after that is looked up: if the task is
/// where the move leads, under the same claim, then it was made the first time.
/// </remarks>
internal sealed class TransitionSender<TTask, TResult>(SchedulerParts<TTask, TResult> parts, LeaseClock leases)
{
    private readonly LoopCondition _condition = parts.ForSingleTasks("acknowledging");

    public string? Problem => _condition.Problem;

    /// <summary>Notes that a caller's own call has worked.</summary>
    public void Succeeded() => _condition.Succeeded();

    /// <param name="transitions">The moves.</param>
    /// <param name="runs">The run of each move.</param>
    /// <param name="results">One place for each move.</param>
    /// <param name="failure">What the caller's own first try ended with, if it made one.</param>
    public async ValueTask SendAsync(
        ReadOnlyMemory<TaskTransition<TResult>> transitions,
        IReadOnlyList<Run<TTask, TResult>> runs,
        Memory<WriteResult> results,
        Exception? failure = null)
    {
        bool[] accepted = new bool[transitions.Length];
        bool repeated = failure is not null;
        long firstTry = parts.Time.GetTimestamp();
        failure ??= await TryApplyAsync(transitions, accepted, repeated).ConfigureAwait(false);
        while (failure is not null)
        {
            if (failure is InvalidTaskException unstorable)
            {
                await SendEachAsync(transitions, runs, results, unstorable).ConfigureAwait(false);
                return;
            }

            TimeSpan delay = _condition.Failed(failure);

            // Renewals may well go on while this move cannot be written; the task must come back all the same.
            bool isLate = parts.Time.GetElapsedTime(firstTry) >= parts.Options.LeaseDuration;
            if (isLate || !runs.Any(run => leases.Holds(run.ClaimedAt)))
            {
                parts.Logger.AcknowledgementGivenUp(parts.Name, transitions.Length);
                results.Span.Fill(WriteResult.GivenUp);
                return;
            }

            await Task.Delay(delay, parts.Time).ConfigureAwait(false);
            failure = await TryApplyAsync(transitions, accepted, repeated: true).ConfigureAwait(false);
        }

        _condition.Succeeded();
        for (int i = 0; i < accepted.Length; i++)
        {
            results.Span[i] = accepted[i] ? WriteResult.Accepted : WriteResult.Refused;
        }
    }

    // One move that cannot be stored must not take the others of its batch with it.
    private async ValueTask SendEachAsync(
        ReadOnlyMemory<TaskTransition<TResult>> transitions,
        IReadOnlyList<Run<TTask, TResult>> runs,
        Memory<WriteResult> results,
        InvalidTaskException unstorable)
    {
        if (transitions.Length == 1)
        {
            parts.Logger.MoveCannotBeStored(unstorable, parts.Name, transitions.Span[0].Id, transitions.Span[0].Event);
            results.Span[0] = WriteResult.Unstorable;
            return;
        }

        for (int i = 0; i < transitions.Length; i++)
        {
            await SendAsync(transitions.Slice(i, 1), [runs[i]], results.Slice(i, 1)).ConfigureAwait(false);
        }
    }

    private async ValueTask<Exception?> TryApplyAsync(
        ReadOnlyMemory<TaskTransition<TResult>> transitions,
        bool[] accepted,
        bool repeated)
    {
        try
        {
            // An array of its own: a call that is not waited for any longer may still write into it.
            bool[] answers = new bool[accepted.Length];
            await parts.Container.ApplyAsync(transitions, answers, CancellationToken.None).AsTask()
                .WaitAsync(parts.Options.LeaseDuration / 3, parts.Time).ConfigureAwait(false);
            answers.CopyTo(accepted, 0);
            if (repeated)
            {
                await ConfirmAsync(transitions, accepted).ConfigureAwait(false);
            }

            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private async ValueTask ConfirmAsync(ReadOnlyMemory<TaskTransition<TResult>> transitions, bool[] accepted)
    {
        TaskId[] ids = new TaskId[transitions.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = transitions.Span[i].Id;
        }

        IReadOnlyList<TaskRecord<TTask, TResult>?> records =
            await parts.Container.GetAsync(ids, CancellationToken.None).ConfigureAwait(false);
        for (int i = 0; i < ids.Length; i++)
        {
            accepted[i] |= records[i] is { } record && WasMade(transitions.Span[i], record);
        }
    }

    private static bool WasMade(in TaskTransition<TResult> transition, TaskRecord<TTask, TResult> record)
    {
        if (record.ClaimToken != transition.ClaimToken)
        {
            return false;
        }

        return transition.Event switch
        {
            TaskEvent.Succeed => record.State == TaskState.Succeeded,
            TaskEvent.Fail => record.State == TaskState.Failed,
            TaskEvent.Stop => record.State == TaskState.Stopped,
            TaskEvent.Export => record.State == TaskState.Exporting,
            // A task whose stop was requested stops instead of waiting again.
            TaskEvent.Retry or TaskEvent.Defer or TaskEvent.Release => record.State is TaskState.Waiting or TaskState.Stopped,
            _ => false,
        };
    }
}
