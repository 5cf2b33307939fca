using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>The row of one output to be saved.</summary>
internal sealed class OutputRow<TTask, TResult>(
    TaskId id, Guid savedBy, long saveNumber, TResult output, TaskMapper<TTask, TResult> mapper, string taskName) : IRowSource
{
    private readonly ResultWriter<TTask, TResult> _results = new(mapper, taskName);

    public int Count => 1;

    public void Write(int row, ColumnWriter writer)
    {
        writer.WriteGuid(id.Value);
        writer.WriteGuid(savedBy);
        writer.WriteInt64(saveNumber);
        _results.Write(output, writer);
    }
}
