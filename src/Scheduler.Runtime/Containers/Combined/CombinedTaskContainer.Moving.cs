namespace GeneratedScheduler.Containers;

public sealed partial class CombinedTaskContainer<TTask, TResult>
{
    private readonly SemaphoreSlim _writingMarks = new(1, 1);

    /// <inheritdoc/>
    /// <remarks>The durable container alone decides which moves are accepted. Begins that are due to be written go with them.</remarks>
    public ValueTask ApplyAsync(
        ReadOnlyMemory<TaskTransition<TResult>> transitions,
        Memory<bool> accepted,
        CancellationToken cancellationToken)
    {
        if (accepted.Length != transitions.Length)
        {
            throw new ArgumentException(
                $"{transitions.Length} places are needed, one for each task, and {accepted.Length} are there.", nameof(accepted));
        }

        ThrowIfDisposed();
        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken)
            : transitions.IsEmpty ? ValueTask.CompletedTask
            : new ValueTask(WriteMovesAsync(transitions, accepted, cancellationToken));
    }

    private async Task WriteMovesAsync(
        ReadOnlyMemory<TaskTransition<TResult>> transitions, Memory<bool> accepted, CancellationToken cancellationToken)
    {
        MoveBatch<TResult> batch = Compose(transitions.Span);
        bool[] answers = new bool[batch.Moves.Count];
        try
        {
            await _durable.ApplyAsync(batch.Moves.ToArray(), answers, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It is unknown what was written. A begin that was, is refused the second time.
            PutBack(batch.Marks);
            throw;
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

    private MoveBatch<TResult> Compose(ReadOnlySpan<TaskTransition<TResult>> transitions)
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

        foreach (BeginMark mark in _marks.Take(Math.Max(0, _options.BatchSize - batch.Moves.Count), all: false) ?? [])
        {
            batch.Take(mark, isWritten: true);
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
                    await _durable.ApplyAsync(begins, new bool[begins.Length], CancellationToken.None).ConfigureAwait(false);
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
