using GeneratedScheduler.Persistence;

namespace GeneratedScheduler.Sql;

/// <summary>The row of one output to be saved.</summary>
internal sealed class OutputRow<TTask, TResult>(
    TaskId id, Guid savedBy, long saveNumber, TResult output, TaskMapper<TTask, TResult> mapper, string taskName) : IRowSource
{
    public int Count => 1;

    public void Write(int row, ColumnWriter writer)
    {
        writer.WriteGuid(id.Value);
        writer.WriteGuid(savedBy);
        writer.WriteInt64(saveNumber);
        try
        {
            mapper.WriteResult(output, writer);
        }
        catch (Exception exception) when (exception is not SchedulerException)
        {
            throw new InvalidTaskException(taskName, "the result", $"cannot be stored: {exception.Message}", exception);
        }
    }
}
