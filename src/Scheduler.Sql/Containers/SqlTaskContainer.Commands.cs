using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

public sealed partial class SqlTaskContainer<TTask, TResult>
{
    /// <inheritdoc/>
    /// <exception cref="InvalidTaskException">
    /// The database refuses the change of the only task, by a foreign key or a trigger. Of several tasks, those are <see cref="CommandOutcome.Refused"/>.
    /// </exception>
    public async ValueTask ExecuteAsync(
        TaskCommand command, ReadOnlyMemory<TaskId> ids, Memory<CommandResult> results, CancellationToken cancellationToken)
    {
        ContainerArguments.Check(command);
        ContainerArguments.CheckPlaces(results.Length, ids.Length, nameof(results));
        cancellationToken.ThrowIfCancellationRequested();

        // A task that is named twice is asked twice, one after the other.
        HashSet<TaskId> seen = [];
        List<int> round = [];
        for (int i = 0; i < ids.Length; i++)
        {
            if (!seen.Add(ids.Span[i]))
            {
                await ExecuteAsync(command, ids, round, results, cancellationToken).ConfigureAwait(false);
                seen.Clear();
                round.Clear();
                seen.Add(ids.Span[i]);
            }

            round.Add(i);
        }

        await ExecuteAsync(command, ids, round, results, cancellationToken).ConfigureAwait(false);
        if (command != TaskCommand.Delete)
        {
            SignalAll();
        }
    }

    private async ValueTask ExecuteAsync(
        TaskCommand command, ReadOnlyMemory<TaskId> ids, List<int> places, Memory<CommandResult> results, CancellationToken cancellationToken)
    {
        if (places.Count == 0)
        {
            return;
        }

        TaskId[] named = [.. places.Select(i => ids.Span[i])];
        Dictionary<Guid, (CommandOutcome Outcome, TaskState State)> answers = [];
        Exception? refusal = null;
        await Halves.RunAsync<TaskId>(
            named,
            some => ChangeAsync(command, some, answers, cancellationToken),
            (id, exception) =>
            {
                // A unique key is taken; or a trigger or a foreign key of somebody else's keeps the task as it is.
                bool isConflict = exception is UniqueConflictException && command == TaskCommand.Restart;
                answers[id.Value] = (isConflict ? CommandOutcome.Conflict : CommandOutcome.Refused, TaskState.Deleted);
                refusal = isConflict ? refusal : exception.InnerException;
            }).ConfigureAwait(false);
        if (refusal is not null && ids.Length == 1)
        {
            throw new InvalidTaskException(
                _taskName, $"the command {command}", $"cannot be carried out for {ids.Span[0]}; {_database.Dialect.Name} refuses it: {refusal.Message}", refusal);
        }

        await LookUpAsync(named, answers, cancellationToken).ConfigureAwait(false);
        foreach (int i in places)
        {
            (CommandOutcome outcome, TaskState state) = answers[ids.Span[i].Value];
            results.Span[i] = new CommandResult(ids.Span[i], outcome, state);
        }
    }

    private async ValueTask ChangeAsync(
        TaskCommand command,
        ReadOnlyMemory<TaskId> ids,
        Dictionary<Guid, (CommandOutcome Outcome, TaskState State)> answers,
        CancellationToken cancellationToken)
    {
        CommandStatements statements = Ready.Statements.Command;
        SqlStatement statement = command switch
        {
            TaskCommand.Start => statements.Start,
            TaskCommand.Stop => statements.Stop,
            TaskCommand.Restart => statements.Restart,
            _ => statements.Delete,
        };
        RowList<(Guid Id, TaskState State)> changed = new(static row => (row.GetGuid(0), (TaskState)row.GetInt32(1)));
        await WriteAsync(cancellationToken, new SqlCall(statement, null, new IdRows(ids), changed)).ConfigureAwait(false);
        foreach ((Guid id, TaskState state) in changed.Items)
        {
            answers[id] = command switch
            {
                TaskCommand.Stop when state != TaskState.Stopped => (CommandOutcome.Requested, state),
                TaskCommand.Delete => (CommandOutcome.Done, TaskState.Deleted),
                _ => (CommandOutcome.Done, state),
            };
        }
    }

    // What was not changed is not there, or its state does not allow it.
    private async ValueTask LookUpAsync(
        TaskId[] ids, Dictionary<Guid, (CommandOutcome Outcome, TaskState State)> answers, CancellationToken cancellationToken)
    {
        TaskId[] unchanged = [.. ids.Where(id => !answers.TryGetValue(id.Value, out var answer) || answer.Outcome is CommandOutcome.Conflict or CommandOutcome.Refused)];
        if (unchanged.Length == 0)
        {
            return;
        }

        RowList<(Guid Id, TaskState State)> states = new(static row => (row.GetGuid(0), (TaskState)row.GetInt32(1)));
        await _database.ReadAsync(new SqlCall(Ready.Statements.Read.States, null, new IdRows(unchanged), states), cancellationToken).ConfigureAwait(false);
        Dictionary<Guid, TaskState> there = states.Items.ToDictionary(s => s.Id, s => s.State);
        foreach (TaskId id in unchanged)
        {
            bool isConflict = answers.TryGetValue(id.Value, out var answer) && answer.Outcome == CommandOutcome.Conflict;
            answers[id.Value] = !there.TryGetValue(id.Value, out TaskState state)
                ? (CommandOutcome.NotFound, TaskState.Deleted)
                : (isConflict ? CommandOutcome.Conflict : CommandOutcome.Refused, state);
        }
    }
}
