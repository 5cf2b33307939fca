using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runs;

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

    public LoopProblem? Problem => _condition.Problem;

    /// <summary>Notes that a caller's own call has worked.</summary>
    public void Succeeded() => _condition.Succeeded();

    /// <summary>Sends moves.</summary>
    /// <param name="transitions">The moves.</param>
    /// <param name="runs">The run of each move.</param>
    /// <param name="results">One place for each move.</param>
    /// <param name="failure">What the caller's own first try ended with, if it made one.</param>
    /// <param name="settled">
    /// Called once the result of a move is there, by its place. Then the call ends when the container works again, also while a few moves, which it does not
    /// take for a reason that is not known, are still repeated. <see langword="null"/>: it ends when all results are there.
    /// </param>
    public ValueTask SendAsync(
        ReadOnlyMemory<TaskTransition<TResult>> transitions,
        IReadOnlyList<Run<TTask, TResult>> runs,
        Memory<WriteResult> results,
        Exception? failure = null,
        Action<int>? settled = null)
    {
        // A refusal is sent once more, by the way on which it is told whose fault it is.
        failure = failure is InvalidTaskException ? null : failure;
        Batch batch = new(transitions, runs, results, settled);
        return SendAsync(batch, new Stack<Part>([new Part(0, transitions.Length, failure is not null)]), failure, mayLeave: settled is not null);
    }

    private async ValueTask SendAsync(Batch batch, Stack<Part> open, Exception? failure, bool mayLeave)
    {
        long firstTry = parts.Time.GetTimestamp();
        int tries = 1;
        for (bool isRepeated = failure is not null; ; isRepeated = true)
        {
            if (failure is null)
            {
                int before = open.Sum(static part => part.Count);
                (open, failure) = await SendPartsAsync(batch, open, mayHalve: isRepeated).ConfigureAwait(false);
                if (failure is null)
                {
                    _condition.Succeeded();
                    return;
                }

                if (mayLeave && open.Sum(static part => part.Count) < before)
                {
                    // The container works, but for these. Nobody else is to wait for them.
                    parts.Background.Forget(SendAsync(batch, open, failure, mayLeave: false), "acknowledging");
                    return;
                }
            }

            TimeSpan delay = _condition.Failed(failure);

            // Renewals may well go on while this move cannot be written; the task must come back all the same. One try alone does not show
            // that: it may have waited for a thread all the time.
            bool isLate = tries >= LeastTries && parts.Time.GetElapsedTime(firstTry) >= parts.Options.LeaseDuration;
            if (isLate || !open.Any(part => Enumerable.Range(part.First, part.Count).Any(i => batch.Runs[i].HoldsLease)))
            {
                GiveUp(batch, open);
                return;
            }

            await Task.Delay(delay, parts.Time).ConfigureAwait(false);
            failure = null;
            tries++;
        }
    }

    private void GiveUp(Batch batch, Stack<Part> open)
    {
        parts.Logger.AcknowledgementGivenUp(parts.Name, open.Sum(static part => part.Count));
        foreach (Part part in open)
        {
            batch.Results.Span.Slice(part.First, part.Count).Fill(WriteResult.GivenUp);
            batch.Settle(part);
        }
    }

    /// <summary>Sends each part, and halves what fails: one move that the container does not take must not take the others with it.</summary>
    /// <remarks>
    /// Where the container says that a move cannot be stored, nothing was changed, and the halves are sent at once. Anything else may be a condition of
    /// the container. If it goes on, the halves are tried too, so that an exception that nobody has thought of affects only the moves that it is about; but
    /// after a number of failures in a row the container counts as away.
    /// </remarks>
    /// <returns>What is still to be sent, and the latest failure.</returns>
    private async ValueTask<(Stack<Part> Open, Exception? Failure)> SendPartsAsync(Batch batch, Stack<Part> todo, bool mayHalve)
    {
        Stack<Part> later = new();
        Exception? latest = null;
        int failuresInARow = 0;
        while (todo.TryPop(out Part part))
        {
            ReadOnlyMemory<TaskTransition<TResult>> moves = batch.Moves.Slice(part.First, part.Count);
            Exception? failure = failuresInARow > MostFailuresInARow
                ? latest
                : await TryApplyAsync(moves, batch.Results.Slice(part.First, part.Count), part.IsUncertain).ConfigureAwait(false);
            if (failure is null)
            {
                failuresInARow = 0;
                batch.Settle(part);
            }
            else if (failure is InvalidTaskException refusal)
            {
                Refuse(batch, part, todo, refusal);
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

    private void Refuse(Batch batch, Part part, Stack<Part> todo, InvalidTaskException refusal)
    {
        if (part.Count > 1)
        {
            Push(todo, part, isHalved: true);
            return;
        }

        ref readonly TaskTransition<TResult> move = ref batch.Moves.Span[part.First];
        parts.Logger.MoveCannotBeStored(refusal, parts.Name, move.Id, move.Event);
        batch.Runs[part.First].Details.Refusal = refusal.Message;
        batch.Results.Span[part.First] = WriteResult.Unstorable;
        batch.Settle(part);
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

    /// <summary>What one call is to send, and where its results go.</summary>
    private sealed record Batch(
        ReadOnlyMemory<TaskTransition<TResult>> Moves, IReadOnlyList<Run<TTask, TResult>> Runs, Memory<WriteResult> Results, Action<int>? Settled)
    {
        public void Settle(Part part)
        {
            for (int i = part.First; Settled is not null && i < part.First + part.Count; i++)
            {
                Settled(i);
            }
        }
    }

    /// <summary>Moves that are sent together.</summary>
    /// <param name="First">The first of them.</param>
    /// <param name="Count">How many there are.</param>
    /// <param name="IsUncertain">Whether an earlier call with them may have been carried out.</param>
    private readonly record struct Part(int First, int Count, bool IsUncertain);
}
