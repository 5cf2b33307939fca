using System.Collections.Immutable;
using GeneratedScheduler.Persistence;

namespace GeneratedScheduler.Sql.Tests;

/// <summary>The table of another version of the same task. Two versions never meet in one assembly, except in tests.</summary>
internal static class TableOfAnother
{
    public static TaskDefinition<TTask, TResult> OnTable<TTask, TResult>(this TaskDefinition<TTask, TResult> definition, string table) => new()
    {
        Name = definition.Name,
        CreateActuator = definition.CreateActuator,
        Mapper = new Renamed<TTask, TResult>(definition.Mapper!, table),
    };

    private sealed class Renamed<TTask, TResult>(TaskMapper<TTask, TResult> mapper, string table) : TaskMapper<TTask, TResult>
    {
        public override string Table => table;

        public override ImmutableArray<TaskColumn> TaskColumns => mapper.TaskColumns;

        public override ImmutableArray<TaskColumn> ResultColumns => mapper.ResultColumns;

        public override void WriteTask(TTask task, ColumnWriter writer) => mapper.WriteTask(task, writer);

        public override TTask ReadTask(ColumnReader reader) => mapper.ReadTask(reader);

        public override void WriteResult(TResult? result, ColumnWriter writer) => mapper.WriteResult(result, writer);

        public override TResult? ReadResult(ColumnReader reader) => mapper.ReadResult(reader);
    }
}
