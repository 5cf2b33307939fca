using System.Globalization;
using GeneratedScheduler.Generators.Model;

namespace GeneratedScheduler.Generators.Emitting.Storage;

/// <summary>Writes how a task becomes a row, and a row a task.</summary>
/// <example><code>
/// private sealed class Mapper : TaskMapper&lt;SumTask, int&gt;
/// {
///     public override string Table => "calculator_sum";
///     public override ImmutableArray&lt;TaskColumn&gt; TaskColumns { get; } = [new("a", "a", ColumnKind.Int32), …];
///     public override ImmutableArray&lt;TaskColumn&gt; ResultColumns { get; } = [new("result", "result", ColumnKind.Int32)];
///     public override void WriteTask(SumTask task, ColumnWriter writer) { writer.WriteInt32(task.A); … }
///     public override SumTask ReadTask(ColumnReader reader) { return new SumTask(reader.GetInt32(0), …); }
///     public override void WriteResult(int result, ColumnWriter writer) …
///     public override int ReadResult(ColumnReader reader) …
/// }
/// </code></example>
internal sealed class MapperEmitter(CodeWriter writer, CompleteTask task, StorageModel storage)
{
    private readonly JsonTypes _types = new(storage);

    public void Emit()
    {
        string payload = task.Task.PayloadType;
        writer.Summary($"How a task becomes a row of the table <c>{CodeWriter.Xml(storage.Payload.Table)}</c>, and comes back.");
        RequirementEmitter.EmitSuppressions(writer, task.Task.ReadingRequirements);
        using (writer.Block($"private sealed class Mapper : {Names.Mapper(payload, task.Actuator.ResultType)}"))
        {
            StorageMembers.EmitTaskName(writer, task, storage, limits: true);
            _types.Emit(writer);
            EmitTables();
            EmitColumns("TaskColumns", storage.Payload.Payload.Members, hasPresence: false);
            EmitColumns("ResultColumns", storage.Result.Members, storage.Result.HasPresence);
            EmitWriteTask(payload);
            EmitReadTask(payload);
            new ResultColumnsEmitter(writer, storage.Result, _types).Emit();
        }
    }

    private void EmitTables()
    {
        writer.Line($"public override string Table => {ColumnValues.Quote(storage.Payload.Table)};");
        writer.Line();
        if (storage.Payload.FormerTables.Count > 0)
        {
            writer.Line($"public override {Names.TableNames} FormerTables {{ get; }} = [{Quoted(storage.Payload.FormerTables)}];");
            writer.Line();
        }
    }

    private void EmitColumns(string property, IEnumerable<StoredMemberModel> members, bool hasPresence)
    {
        string[] columns = [.. members.Select(Column)];
        string head = $"public override {Names.Columns} {property} {{ get; }} =";
        if (hasPresence)
        {
            columns = [$"new({ColumnValues.Quote(ResultStorageModel.Presence)}, \"result\", {Names.ColumnKind}.Boolean)", .. columns];
        }

        if (columns.Length == 0)
        {
            writer.Line(head + " [];");
            writer.Line();
            return;
        }

        writer.Line(head);
        writer.Line("[");
        using (writer.Indent())
        {
            foreach (string column in columns)
            {
                writer.Line(column + ",");
            }
        }

        writer.Line("];");
        writer.Line();
    }

    private static string Column(StoredMemberModel member)
    {
        ColumnModel column = member.Column;
        string[] settings =
        [
            .. member.Value.IsNullable ? ["IsNullable = true"] : Array.Empty<string>(),
            .. member.HasDefault ? ["HasDefault = true"] : Array.Empty<string>(),
            .. Number("Length", column.Length),
            .. Number("Precision", column.Precision),
            .. Number("Scale", column.Scale),
            .. column.IsIndexed ? ["IsIndexed = true"] : Array.Empty<string>(),
            .. column.FormerNames.Count > 0 ? [$"FormerNames = [{Quoted(column.FormerNames)}]"] : Array.Empty<string>(),
        ];
        return $"new({ColumnValues.Quote(column.Name)}, {ColumnValues.Quote(member.Name)}, {Names.ColumnKind}.{ColumnValues.KindOf(member.Value.Form)})"
            + (settings.Length == 0 ? "" : $" {{ {string.Join(", ", settings)} }}");
    }

    private void EmitWriteTask(string payload)
    {
        using (writer.Block($"public override void WriteTask({payload} task, {Names.ColumnWriter} writer)"))
        {
            ShapeColumns.EmitWrite(writer, storage.Payload.Payload, "task", _types);
        }

        writer.Line();
    }

    private void EmitReadTask(string payload)
    {
        using (writer.Block($"public override {payload} ReadTask({Names.ColumnReader} reader)"))
        {
            new ShapeEmitter(writer, storage.Payload.Payload, new ShapeColumns(storage.Payload.Payload, first: 0, _types)).Emit();
        }

        writer.Line();
    }

    private static IEnumerable<string> Number(string setting, int? value) =>
        value is { } number ? [$"{setting} = {number.ToString(CultureInfo.InvariantCulture)}"] : [];

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(ColumnValues.Quote));
}
