using System.Collections.Immutable;
using GeneratedScheduler.Sql.Tests.Sqlite;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Outputs;

/// <summary>A result that is one value of one kind of column.</summary>
internal sealed class OutputMapper(ColumnKind kind) : TaskMapper<int, object?>
{
    private readonly ValueMapper _values = new(kind);

    public override string Table => "kept";

    public override ImmutableArray<TaskColumn> TaskColumns => [];

    public override ImmutableArray<TaskColumn> ResultColumns => _values.TaskColumns;

    public static TaskDefinition<int, object?> Define(ColumnKind kind) => new()
    {
        Name = "kept",
        CreateActuator = static _ => throw new NotSupportedException("Nothing is run here."),
        Mapper = new OutputMapper(kind),
    };

    public override void WriteTask(int task, ColumnWriter writer)
    {
    }

    public override int ReadTask(ColumnReader reader) => 0;

    public override void WriteResult(object? result, ColumnWriter writer) => _values.WriteTask(result, writer);

    public override object? ReadResult(ColumnReader reader) => _values.ReadTask(reader);
}
