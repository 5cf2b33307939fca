namespace GeneratedScheduler.Storage;

internal sealed partial class CombinedTaskContainer<TTask, TResult>
{
    private readonly SemaphoreSlim _writingMarks = new(1, 1);

    /// <inheritdoc/>
    /// <remarks>The durable container alone decides which moves are accepted. Begins that are due to be written go with them.</remarks>
    public ValueTask ApplyAsync(
        ReadOnlyMemory<TaskTransition<TResult>> transitions,
        Memory<bool> accepted,
        CancellationToken cancellationToken)
    {
        ContainerArguments.CheckPlaces(accepted.Length, transitions.Length, nameof(accepted));
        ThrowIfDisposed();
        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken)
            : transitions.IsEmpty ? ValueTask.CompletedTask
            : new ValueTask(WriteMovesAsync(transitions, accepted, cancellationToken));
    }

    private async Task WriteMovesAsync(
        ReadOnlyMemory<TaskTransition<TResult>> transitions, Memory<bool> accepted, CancellationToken cancellationToken)
    {
        MoveBatch<TResult> batch = Compose(transitions.Span, withOthers: true);
        bool[] answers;
        try
        {
            answers = await WriteAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidTaskException) when (batch.HasOthers)
        {
            // It may be the begin of another task that the durable container does not take. Those are written on their own then.
            batch = Compose(transitions.Span, withOthers: false);
            answers = await WriteAsync(batch, cancellationToken).ConfigureAwait(false);
        }

        bool isDue = false;
        for (int i = 0; i < transitions.Length; i++)
        {
            int place = batch.Places[i];
            accepted.Span[i] = place >= 0 && answers[place];
            isDue |= accepted.Span[i] && NoteGivenBack(transitions.Span[i]);
        }

        if (isDue)
        {
            NoteArrival();
        }
    }

    private async Task<bool[]> WriteAsync(MoveBatch<TResult> batch, CancellationToken cancellationToken)
    {
        bool[] answers = new bool[batch.Moves.Count];
        try
        {
            await _durable.ApplyAsync(batch.Moves.ToArray(), answers, cancellationToken).ConfigureAwait(false);
            return answers;
        }
        catch (Exception)
        {
            // It is unknown what was written. A begin that was, is refused the second time.
            PutBack(batch.Marks);
            throw;
        }
    }

    /// <summary>
    /// Makes moves of this container's own, by halves where the durable container refuses: one that it does not take must not keep the others from being
    /// made. Those that it does not take are not accepted.
    /// </summary>
    /// <param name="moves">The moves.</param>
    /// <param name="accepted">One place for each move.</param>
    /// <param name="refusals">Takes, for each move that the durable container does not take, what it says; empty for nobody.</param>
    private async Task ApplyApartAsync(
        ReadOnlyMemory<TaskTransition<TResult>> moves, Memory<bool> accepted, Memory<InvalidTaskException?> refusals = default)
    {
        try
        {
            await _durable.ApplyAsync(moves, accepted, CancellationToken.None).ConfigureAwait(false);
        }
        catch (InvalidTaskException) when (moves.Length > 1)
        {
            int half = moves.Length / 2;
            bool isTold = !refusals.IsEmpty;
            await ApplyApartAsync(moves[..half], accepted[..half], isTold ? refusals[..half] : default).ConfigureAwait(false);
            await ApplyApartAsync(moves[half..], accepted[half..], isTold ? refusals[half..] : default).ConfigureAwait(false);
        }
        catch (InvalidTaskException refusal)
        {
            accepted.Span[0] = false;
            if (!refusals.IsEmpty)
            {
                refusals.Span[0] = refusal;
            }
        }
    }

    private MoveBatch<TResult> Compose(ReadOnlySpan<TaskTransition<TResult>> transitions, bool withOthers)
    {
        MoveBatch<TResult> batch = new(transitions.Length);
        lock (_lock)
        {
            for (int i = 0; i < transitions.Length; i++)
            {
                ref readonly TaskTransition<TResult> move = ref transitions[i];
                if (_memory.Find(move.Id) is { } waiting && waiting.ClaimToken == move.ClaimToken)
                {
                    // Nobody has claimed it; its token is none of the caller's.
                    batch.Refuse(i);
                    continue;
                }

                if (_marks.TryRemove(move.Id, move.ClaimToken, out BeginMark mark))
                {
                    // Work that goes on elsewhere is in an attempt already; only a running task gives it back as it should.
                    batch.Take(mark, isWritten: mark.HasHandle);
                }

                batch.Add(i, move);
            }
        }

        foreach (BeginMark mark in withOthers ? _marks.Take(Math.Max(0, _options.BatchSize - batch.Moves.Count), all: false) ?? [] : [])
        {
            batch.Take(mark, isWritten: true);
            batch.HasOthers = true;
        }

        return batch;
    }

    /// <summary>Answers whether the task can be claimed again at once; if not, notes when.</summary>
    private bool NoteGivenBack(in TaskTransition<TResult> move)
    {
        if (move.Event is not (TaskEvent.Retry or TaskEvent.Defer or TaskEvent.Release))
        {
            return false;
        }

        if (move.Event == TaskEvent.Release || move.Delay <= TimeSpan.Zero)
        {
            return true;
        }

        _dueMoments.Add(move.Delay);
        return false;
    }

    private void OnBeginTick()
    {
        _ = WriteRipeMarksAsync();
        if (!_marks.Tick())
        {
            // In this order, so that the first mark that came meanwhile is not forgotten.
            _beginTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (!_marks.IsEmpty)
            {
                _beginTimer.Change(_options.BeginDelay, _options.BeginDelay);
            }
        }
    }

    private async Task WriteRipeMarksAsync()
    {
        // A timer's thread is not ours to block, and a write that is under way takes what is there next time.
        if (_writingMarks.CurrentCount == 0)
        {
            return;
        }

        try
        {
            await WriteMarksAsync(all: false).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The marks are back, and the next tick tries again. Nothing hangs on them but what people see.
        }
    }

    /// <summary>Tells the durable container which tasks run.</summary>
    private async Task WriteMarksAsync(bool all)
    {
        await _writingMarks.WaitAsync().ConfigureAwait(false);
        try
        {
            while (_marks.Take(_options.BatchSize, all) is { } marks)
            {
                try
                {
                    TaskTransition<TResult>[] begins = [.. marks.Select(mark => TaskTransition<TResult>.Begin(mark.Id, mark.ClaimToken))];

                    // One that the durable container does not take is dropped: the end of the run says all that it would.
                    await ApplyApartAsync(begins, new bool[begins.Length]).ConfigureAwait(false);
                }
                catch (Exception)
                {
                    PutBack(marks);
                    throw;
                }
            }
        }
        finally
        {
            _writingMarks.Release();
        }
    }

    private void PutBack(List<BeginMark> marks)
    {
        if (marks.Count > 0)
        {
            _marks.PutBack(marks);
            _beginTimer.Change(_options.BeginDelay, _options.BeginDelay);
        }
    }
}
