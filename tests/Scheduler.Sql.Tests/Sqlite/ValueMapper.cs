using System.Collections.Immutable;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Sqlite;

/// <summary>Stores one value of one kind, or none.</summary>
internal sealed class ValueMapper(ColumnKind kind, string table = "stored", string column = "value") : TaskMapper<object?, NoResult>
{
    public override string Table => table;

    public override ImmutableArray<TaskColumn> TaskColumns { get; } = [new(column, "Value", kind) { IsNullable = true }];

    public override ImmutableArray<TaskColumn> ResultColumns => [];

    public override void WriteTask(object? task, ColumnWriter writer)
    {
        switch (task)
        {
            case null: writer.WriteNull(); break;
            case bool value: writer.WriteBoolean(value); break;
            case int value: writer.WriteInt32(value); break;
            case long value: writer.WriteInt64(value); break;
            case ulong value: writer.WriteUInt64(value); break;
            case float value: writer.WriteSingle(value); break;
            case double value: writer.WriteDouble(value); break;
            case decimal value: writer.WriteDecimal(value); break;
            case Guid value: writer.WriteGuid(value); break;
            case DateOnly value: writer.WriteDate(value); break;
            case DateTimeOffset value: writer.WriteTimestamp(value); break;
            case byte[] value: writer.WriteBytes(value); break;
            case string value when kind == ColumnKind.Json: writer.WriteJson(value); break;
            default: writer.WriteText((string)task); break;
        }
    }

    public override object? ReadTask(ColumnReader reader) => reader.IsNull(0) ? null : kind switch
    {
        ColumnKind.Boolean => reader.GetBoolean(0),
        ColumnKind.Int32 => reader.GetInt32(0),
        ColumnKind.Int64 => reader.GetInt64(0),
        ColumnKind.UInt64 => reader.GetUInt64(0),
        ColumnKind.Single => reader.GetSingle(0),
        ColumnKind.Double => reader.GetDouble(0),
        ColumnKind.Decimal => reader.GetDecimal(0),
        ColumnKind.Guid => reader.GetGuid(0),
        ColumnKind.Date => reader.GetDate(0),
        ColumnKind.Timestamp => reader.GetTimestamp(0),
        ColumnKind.Bytes => reader.GetBytes(0),
        ColumnKind.Json => reader.GetJson(0),
        _ => reader.GetText(0),
    };

    public override void WriteResult(NoResult result, ColumnWriter writer)
    {
    }

    public override NoResult ReadResult(ColumnReader reader) => default;
}
