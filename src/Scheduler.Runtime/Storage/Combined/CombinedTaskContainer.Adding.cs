namespace GeneratedScheduler.Storage;

internal sealed partial class CombinedTaskContainer<TTask, TResult>
{
    // Room that is spoken for by reservations under way. Under the lock.
    private int _incoming;

    /// <inheritdoc/>
    /// <remarks>
    /// Completes after the durable write. Adds of one moment share a write; if one of them is refused, the others are not. Once it
    /// shares a write that has been sent, an add cannot be cancelled any more.
    /// </remarks>
    public ValueTask AddAsync(
        ReadOnlyMemory<NewTask<TTask>> tasks,
        Memory<ITaskOutcomeSource<TResult>?> outcomes,
        CancellationToken cancellationToken)
    {
        ContainerArguments.CheckPlaces(outcomes.Length, tasks.Length, nameof(outcomes), mayBeEmpty: true);
        ContainerArguments.Check(tasks.Span);
        ThrowIfDisposed();
        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken)
            : tasks.IsEmpty ? ValueTask.CompletedTask
            : new ValueTask(_adds.AddAsync(tasks, cancellationToken));
    }

    private async Task WriteAddAsync(ReadOnlyMemory<NewTask<TTask>> tasks, CancellationToken cancellationToken)
    {
        if (TryTakeRoom(tasks.Length) is not { } request)
        {
            await _durable.AddAsync(tasks, default, cancellationToken).ConfigureAwait(false);
            if (NoteAdded(tasks, default))
            {
                NoteArrival();
            }

            return;
        }

        long[] tokens = new long[tasks.Length];
        List<ReservedTask<TTask>> reserved = [];
        bool hasArrived = false;
        try
        {
            long sentAt = _time.GetTimestamp();
            await _durable.AddReservedAsync(tasks, request, tokens, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < tokens.Length; i++)
            {
                if (tokens[i] != 0)
                {
                    reserved.Add(new ReservedTask<TTask>(Describe(tasks.Span[i], tokens[i]), sentAt));
                }
            }

            hasArrived = reserved.Count < tasks.Length && NoteAdded(tasks, tokens);
        }
        finally
        {
            Keep(reserved, request.LeaseDuration, room: tasks.Length, hasArrived);
        }
    }

    /// <summary>
    /// Decides whether new tasks go into memory at once. Not before those that wait in the durable container: they came earlier, and would wait for
    /// ever while new ones keep memory full.
    /// </summary>
    private ClaimRequest? TryTakeRoom(int count)
    {
        lock (_lock)
        {
            if (!IsActive || HasBacklog || count > Room)
            {
                return null;
            }

            _incoming += count;
            return OwnRequest;
        }
    }

    private static ClaimedTask<TTask> Describe(in NewTask<TTask> task, long token) => new()
    {
        Id = task.Id,
        Payload = task.Payload,
        Options = task.Options,
        ClaimToken = token,
        Attempt = 0,
    };

    /// <summary>Notes tasks that wait in the durable container, so that they are fetched when they are due.</summary>
    /// <returns>Whether one of them is due.</returns>
    private bool NoteAdded(ReadOnlyMemory<NewTask<TTask>> tasks, ReadOnlyMemory<long> tokens)
    {
        bool isDue = false;
        for (int i = 0; i < tasks.Length; i++)
        {
            if (!tokens.IsEmpty && tokens.Span[i] != 0)
            {
                continue;
            }

            ref readonly NewTask<TTask> task = ref tasks.Span[i];
            TimeSpan delay = task.Options.NotBefore is { } notBefore ? notBefore - _time.GetUtcNow() : task.Options.Delay;
            if (delay > TimeSpan.Zero)
            {
                // Also for those that are not started yet: by then they may be.
                _dueMoments.Add(delay);
            }

            isDue |= task.Start && delay <= TimeSpan.Zero;
        }

        return isDue;
    }
}
