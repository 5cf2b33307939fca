using GeneratedScheduler.Containers;
using GeneratedScheduler.Diagnostics;

namespace GeneratedScheduler.Scheduling;

/// <summary>Sends one batch of moves until the container has answered for each, or its lease has run out.</summary>
/// <remarks>
/// A call that threw may have been carried out all the same. A move that is refused after that is looked up: if the task is
/// where the move leads, under the same claim, then it was made the first time.
/// </remarks>
internal sealed class TransitionSender<TTask, TResult>(SchedulerParts<TTask, TResult> parts)
{
    // Enough to come down to a single move in a batch of a thousand, and to the one beside it.
    private const int MostFailuresInARow = 12;

    // So many tries without an answer take as long as a lease.
    private const int LeastTries = 3;

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
        long firstTry = parts.Time.GetTimestamp();
        int tries = 1;
        Stack<Part> open = new([new Part(0, transitions.Length, failure is { } and not InvalidTaskException)]);
        if (failure is InvalidTaskException)
        {
            // Sent once more, with the answer of its own that tells whose fault it is.
            failure = null;
        }

        for (bool isRepeated = failure is not null; ; isRepeated = true)
        {
            if (failure is null)
            {
                (open, failure) = await SendPartsAsync(open, mayHalve: isRepeated, transitions, runs, results).ConfigureAwait(false);
                if (failure is null)
                {
                    _condition.Succeeded();
                    return;
                }
            }

            TimeSpan delay = _condition.Failed(failure);

            // Renewals may well go on while this move cannot be written; the task must come back all the same. One try alone does not show
            // that: it may have waited for a thread all the time.
            bool isLate = tries >= LeastTries && parts.Time.GetElapsedTime(firstTry) >= parts.Options.LeaseDuration;
            if (isLate || !open.Any(part => Enumerable.Range(part.First, part.Count).Any(i => runs[i].HoldsLease)))
            {
                GiveUp(open, results.Span);
                return;
            }

            await Task.Delay(delay, parts.Time).ConfigureAwait(false);
            failure = null;
            tries++;
        }
    }

    private void GiveUp(Stack<Part> open, Span<WriteResult> results)
    {
        parts.Logger.AcknowledgementGivenUp(parts.Name, open.Sum(static part => part.Count));
        foreach (Part part in open)
        {
            results.Slice(part.First, part.Count).Fill(WriteResult.GivenUp);
        }
    }

    /// <summary>Sends each part, and halves what fails: one move that the container does not take must not take the others with it.</summary>
    /// <remarks>
    /// Where the container says that a move cannot be stored, nothing was changed, and the halves are sent at once. Anything else may be a condition of
    /// the container. If it goes on, the halves are tried too, so that an exception that nobody has thought of affects only the moves that it is about; but
    /// after a number of failures in a row the container counts as away.
    /// </remarks>
    /// <returns>What is still to be sent, and the latest failure.</returns>
    private async ValueTask<(Stack<Part> Open, Exception? Failure)> SendPartsAsync(
        Stack<Part> todo,
        bool mayHalve,
        ReadOnlyMemory<TaskTransition<TResult>> transitions,
        IReadOnlyList<Run<TTask, TResult>> runs,
        Memory<WriteResult> results)
    {
        Stack<Part> later = new();
        Exception? latest = null;
        int failuresInARow = 0;
        while (todo.TryPop(out Part part))
        {
            ReadOnlyMemory<TaskTransition<TResult>> moves = transitions.Slice(part.First, part.Count);
            Exception? failure = failuresInARow > MostFailuresInARow
                ? latest
                : await TryApplyAsync(moves, results.Slice(part.First, part.Count), part.IsUncertain).ConfigureAwait(false);
            if (failure is null)
            {
                failuresInARow = 0;
            }
            else if (failure is InvalidTaskException refusal)
            {
                Settle(refusal, part, todo, moves, runs, results);
            }
            else
            {
                latest = failure;
                failuresInARow++;
                bool isHalved = mayHalve && part.Count > 1 && failuresInARow <= MostFailuresInARow;
                Push(isHalved ? todo : later, part with { IsUncertain = true }, isHalved);
            }
        }

        // In the order in which they came.
        return (new Stack<Part>(later), latest);
    }

    private void Settle(
        InvalidTaskException refusal,
        Part part,
        Stack<Part> todo,
        ReadOnlyMemory<TaskTransition<TResult>> moves,
        IReadOnlyList<Run<TTask, TResult>> runs,
        Memory<WriteResult> results)
    {
        if (part.Count > 1)
        {
            Push(todo, part, isHalved: true);
            return;
        }

        parts.Logger.MoveCannotBeStored(refusal, parts.Name, moves.Span[0].Id, moves.Span[0].Event);
        runs[part.First].Details.Refusal = refusal.Message;
        results.Span[part.First] = WriteResult.Unstorable;
    }

    // The first half lies on top: the order of the moves is kept.
    private static void Push(Stack<Part> todo, Part part, bool isHalved)
    {
        if (!isHalved)
        {
            todo.Push(part);
            return;
        }

        int half = part.Count / 2;
        todo.Push(part with { First = part.First + half, Count = part.Count - half });
        todo.Push(part with { Count = half });
    }

    private async ValueTask<Exception?> TryApplyAsync(
        ReadOnlyMemory<TaskTransition<TResult>> transitions,
        Memory<WriteResult> results,
        bool repeated)
    {
        try
        {
            // An array of its own: a call that is not waited for any longer may still write into it.
            bool[] accepted = new bool[transitions.Length];
            await parts.Container.ApplyAsync(transitions, accepted, CancellationToken.None).AsTask()
                .WaitAsync(parts.Options.LeaseDuration / 3, parts.Time).ConfigureAwait(false);
            if (repeated)
            {
                await ConfirmAsync(transitions, accepted).ConfigureAwait(false);
            }

            for (int i = 0; i < accepted.Length; i++)
            {
                results.Span[i] = accepted[i] ? WriteResult.Accepted : WriteResult.Refused;
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

    /// <summary>Moves that are sent together.</summary>
    /// <param name="First">The first of them.</param>
    /// <param name="Count">How many there are.</param>
    /// <param name="IsUncertain">Whether an earlier call with them may have been carried out.</param>
    private readonly record struct Part(int First, int Count, bool IsUncertain);
}
