using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>Rows of moves of one kind: id and token, then what the move brings.</summary>
/// <param name="transitions">All moves of a call.</param>
/// <param name="places">Which of them are the rows.</param>
/// <param name="mapper">Writes results.</param>
/// <param name="taskName">For messages.</param>
internal sealed class TransitionRows<TTask, TResult>(
    ReadOnlyMemory<TaskTransition<TResult>> transitions, List<int> places, TaskMapper<TTask, TResult> mapper, string taskName) : IRowSource
{
    private readonly ResultWriter<TTask, TResult> _results = new(mapper, taskName);

    public int Count => places.Count;

    public void Write(int row, ColumnWriter writer)
    {
        ref readonly TaskTransition<TResult> move = ref transitions.Span[places[row]];
        writer.WriteGuid(move.Id.Value);
        writer.WriteInt64(move.ClaimToken);
        switch (move.Event)
        {
            case TaskEvent.Report:
                WriteReport(move, writer);
                break;
            case TaskEvent.Succeed:
                _results.Write(move.Result, writer);
                break;
            case TaskEvent.Fail:
                WriteFailure(move.Failure, writer);
                break;
            case TaskEvent.Retry:
                writer.WriteInt64(Math.Max(move.Delay.Ticks, 0));
                WriteFailure(move.Failure, writer);
                break;
            case TaskEvent.Defer:
                writer.WriteInt64(Math.Max(move.Delay.Ticks, 0));
                break;
            default:
                break;
        }
    }

    private void WriteReport(in TaskTransition<TResult> move, ColumnWriter writer)
    {
        if (move.Progress is { } progress)
        {
            writer.WriteDouble(progress.Fraction);
            writer.WriteText(Texts.Storable(progress.Message));
        }
        else
        {
            writer.WriteNull();
            writer.WriteNull();
        }

        WriteHandle(move.Handle, writer);
    }

    // Unlike a message, it must come back as it is, or the work that it stands for is not found again.
    private void WriteHandle(TaskRunHandle? handle, ColumnWriter writer)
    {
        try
        {
            writer.WriteText(handle?.Value);
            writer.WriteInt64(handle?.StartToken);
        }
        catch (UnstorableValueException exception)
        {
            throw new InvalidTaskException(taskName, "the handle", exception.Message, exception);
        }
    }

    private static void WriteFailure(TaskFailure? failure, ColumnWriter writer)
    {
        writer.WriteInt32((int?)failure?.Reason);
        writer.WriteText(Texts.Storable(failure?.Message));
        writer.WriteText(Texts.Storable(failure?.ErrorType));
        writer.WriteText(Texts.Storable(failure?.StackTrace));
    }
}
