using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

public sealed partial class SqlTaskContainer<TTask, TResult>
{
    /// <inheritdoc/>
    /// <remarks>All moves of a call are made in one transaction; moves of one kind share a statement.</remarks>
    /// <exception cref="InvalidTaskException">A move cannot be stored, or the database refuses it; no move of the call was made.</exception>
    public async ValueTask ApplyAsync(
        ReadOnlyMemory<TaskTransition<TResult>> transitions, Memory<bool> accepted, CancellationToken cancellationToken)
    {
        ContainerArguments.CheckPlaces(accepted.Length, transitions.Length, nameof(accepted));
        cancellationToken.ThrowIfCancellationRequested();
        accepted.Span.Clear();
        if (transitions.IsEmpty)
        {
            return;
        }

        try
        {
            await WriteAsync(cancellationToken, [.. Moves(transitions, accepted)]).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RefusedException or UniqueConflictException)
        {
            // Also a unique index that somebody has added to the table: a move breaks none of ours.
            throw RefusedMove(transitions.Span, exception.InnerException!);
        }

        SignalIfReady(transitions.Span);
    }

    /// <inheritdoc/>
    public bool CanExchange => true;

    /// <inheritdoc/>
    /// <remarks>One transaction.</remarks>
    public async ValueTask<int> ExchangeAsync(
        ReadOnlyMemory<TaskTransition<TResult>> transitions,
        Memory<bool> accepted,
        ClaimRequest request,
        Memory<ClaimedTask<TTask>> claimed,
        CancellationToken cancellationToken)
    {
        ContainerArguments.CheckPlaces(accepted.Length, transitions.Length, nameof(accepted));
        ContainerArguments.Check(request);
        cancellationToken.ThrowIfCancellationRequested();
        accepted.Span.Clear();
        if (!transitions.IsEmpty && !claimed.IsEmpty)
        {
            try
            {
                int count = await ClaimAsync(Moves(transitions, accepted), request, claimed, cancellationToken).ConfigureAwait(false);
                SignalIfReady(transitions.Span);
                return count;
            }
            catch (Exception exception) when (exception is RefusedException or UniqueConflictException)
            {
                // A move, or the claim of a task. Nothing was changed; by themselves they say which.
            }
        }

        await ApplyAsync(transitions, accepted, cancellationToken).ConfigureAwait(false);
        return await ClaimAsync(request, claimed, cancellationToken).ConfigureAwait(false);
    }

    // Moves of one kind share a statement.
    private List<SqlCall> Moves(ReadOnlyMemory<TaskTransition<TResult>> transitions, Memory<bool> accepted)
    {
        MoveStatements statements = Ready.Statements.Move;
        List<SqlCall> calls = [];
        foreach (MoveGroup group in MoveGroup.Split(transitions.Span))
        {
            TransitionRows<TTask, TResult> rows = new(transitions, group.Places, _mapper, _taskName);
            calls.Add(new SqlCall(statements.For(group.Event), null, rows, new Acceptance(group, transitions, accepted)));
        }

        return calls;
    }

    private void SignalIfReady(ReadOnlySpan<TaskTransition<TResult>> transitions)
    {
        if (_kind.Wakeups.HasLimited || MayHaveMadeReady(transitions))
        {
            SignalAll();
        }
    }

    private InvalidTaskException RefusedMove(ReadOnlySpan<TaskTransition<TResult>> transitions, Exception exception)
    {
        string what = transitions.Length > 1 ? "one of several moves" : transitions[0].Event switch
        {
            TaskEvent.Succeed => "the result",
            TaskEvent.Fail or TaskEvent.Retry => "the failure",
            TaskEvent.Report => "the progress or the handle",
            _ => $"the move {transitions[0].Event}",
        };
        return new InvalidTaskException(_taskName, what, $"cannot be stored as it is; {_database.Dialect.Name} refuses it: {exception.Message}", exception);
    }

    private static bool MayHaveMadeReady(ReadOnlySpan<TaskTransition<TResult>> transitions)
    {
        foreach (ref readonly TaskTransition<TResult> move in transitions)
        {
            if (move.Event is TaskEvent.Release or TaskEvent.Retry or TaskEvent.Defer)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Moves of one kind that can share a statement, because no task is among them twice.</summary>
    private sealed record MoveGroup(TaskEvent Event, List<int> Places)
    {
        /// <summary>Groups so that the moves of one task are made in their order.</summary>
        public static List<MoveGroup> Split(ReadOnlySpan<TaskTransition<TResult>> transitions)
        {
            List<MoveGroup> groups = [];
            Dictionary<TaskId, int> latest = [];
            for (int i = 0; i < transitions.Length; i++)
            {
                // A later move of a task goes into a later group than its earlier one.
                ref readonly TaskTransition<TResult> move = ref transitions[i];
                int after = latest.TryGetValue(move.Id, out int group) ? group + 1 : 0;
                TaskEvent happening = move.Event;
                int place = groups.FindIndex(after, g => g.Event == happening);
                if (place < 0)
                {
                    place = groups.Count;
                    groups.Add(new MoveGroup(happening, []));
                }

                groups[place].Places.Add(i);
                latest[move.Id] = place;
            }

            return groups;
        }
    }

    /// <summary>Notes which moves of a group were made.</summary>
    private sealed class Acceptance(MoveGroup group, ReadOnlyMemory<TaskTransition<TResult>> transitions, Memory<bool> accepted) : IRowSink
    {
        private readonly Dictionary<Guid, int> _places = new(group.Places.Count);

        public void Begin()
        {
            _places.Clear();
            foreach (int place in group.Places)
            {
                _places.Add(transitions.Span[place].Id.Value, place);
                accepted.Span[place] = false;
            }
        }

        public void Take(SqlRowReader row) => accepted.Span[_places[row.GetGuid(0)]] = true;
    }
}
