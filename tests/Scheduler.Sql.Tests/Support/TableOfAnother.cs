using System.Collections.Immutable;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests;

/// <summary>The table of another version of the same task. Two versions never meet in one assembly, except in tests.</summary>
internal static class TableOfAnother
{
    public static TaskDefinition<TTask, TResult> OnTable<TTask, TResult>(this TaskDefinition<TTask, TResult> definition, string table) =>
        definition.OnTable(table, static column => column);

    /// <summary>The same with other columns.</summary>
    public static TaskDefinition<TTask, TResult> OnTable<TTask, TResult>(
        this TaskDefinition<TTask, TResult> definition, string table, Func<TaskColumn, TaskColumn> change) => new()
        {
            Name = definition.Name,
            CreateActuator = definition.CreateActuator,
            Mapper = new Renamed<TTask, TResult>(definition.Mapper!, table, change),
        };

    private sealed class Renamed<TTask, TResult>(TaskMapper<TTask, TResult> mapper, string table, Func<TaskColumn, TaskColumn> change) : TaskMapper<TTask, TResult>
    {
        public override string Table => table;

        public override ImmutableArray<TaskColumn> TaskColumns { get; } = [.. mapper.TaskColumns.Select(change)];

        public override ImmutableArray<TaskColumn> ResultColumns { get; } = [.. mapper.ResultColumns.Select(change)];

        public override void WriteTask(TTask task, ColumnWriter writer) => mapper.WriteTask(task, writer);

        public override TTask ReadTask(ColumnReader reader) => mapper.ReadTask(reader);

        public override void WriteResult(TResult? result, ColumnWriter writer) => mapper.WriteResult(result, writer);

        public override TResult? ReadResult(ColumnReader reader) => mapper.ReadResult(reader);
    }
}
