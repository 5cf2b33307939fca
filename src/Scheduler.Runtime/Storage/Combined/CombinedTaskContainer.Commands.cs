namespace GeneratedScheduler.Storage;

internal sealed partial class CombinedTaskContainer<TTask, TResult>
{
    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(
        TaskCommand command,
        ReadOnlyMemory<TaskId> ids,
        Memory<CommandResult> results,
        CancellationToken cancellationToken)
    {
        ContainerArguments.Check(command);
        ContainerArguments.CheckPlaces(results.Length, ids.Length, nameof(results));
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfDisposed();

        // A task that runs is not to be taken for one that waits.
        await WriteMarksAsync(all: true).ConfigureAwait(false);
        bool[] isDone = command == TaskCommand.Stop ? await StopWaitingAsync(ids, results).ConfigureAwait(false) : new bool[ids.Length];
        int[] rest = [.. Enumerable.Range(0, ids.Length).Where(index => !isDone[index])];
        if (rest.Length > 0)
        {
            CommandResult[] answers = new CommandResult[rest.Length];
            await _durable.ExecuteAsync(command, Array.ConvertAll(rest, index => ids.Span[index]), answers, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < rest.Length; i++)
            {
                results.Span[rest[i]] = answers[i];
            }

            NoteExecuted(command, answers);
        }
    }

    /// <summary>Stops tasks that wait in memory, where nobody else can; answers which ones.</summary>
    private async ValueTask<bool[]> StopWaitingAsync(ReadOnlyMemory<TaskId> ids, Memory<CommandResult> results)
    {
        bool[] isDone = new bool[ids.Length];
        List<ReservedTask<TTask>> taken = [];
        List<int> places = [];
        lock (_lock)
        {
            for (int i = 0; i < ids.Length; i++)
            {
                if (_memory.Find(ids.Span[i]) is { HasHandle: false } task)
                {
                    _memory.TryRemove(task.Key);
                    taken.Add(task);
                    places.Add(i);
                }
            }
        }

        if (taken.Count == 0)
        {
            return isDone;
        }

        bool[] accepted;
        try
        {
            accepted = await StopAsync(taken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // They may be stopped all the same. Whoever claims one now stops it before its code is called.
            taken.ForEach(static task => task.StopIsRequested = true);
            Keep(taken, _lease, room: 0);
            throw;
        }

        for (int i = 0; i < accepted.Length; i++)
        {
            // What was refused was lost to others; the durable container knows where it is.
            isDone[places[i]] = accepted[i];
            results.Span[places[i]] = new CommandResult(taken[i].Id, CommandOutcome.Done, TaskState.Stopped);
        }

        return isDone;
    }

    private void NoteExecuted(TaskCommand command, CommandResult[] answers)
    {
        if (command == TaskCommand.Stop)
        {
            NoteStopRequests(answers);
        }

        // A waiting task whose work elsewhere is to be stopped can be claimed at once.
        if (Array.Exists(answers, answer => answer.State == TaskState.Waiting
            && answer.Outcome is CommandOutcome.Done or CommandOutcome.Requested))
        {
            NoteArrival();
        }
    }

    private void NoteStopRequests(CommandResult[] answers)
    {
        lock (_lock)
        {
            foreach (CommandResult answer in answers)
            {
                if (answer.Outcome == CommandOutcome.Requested && _memory.Find(answer.Id) is { } task)
                {
                    task.StopIsRequested = true;
                }
            }
        }
    }
}
