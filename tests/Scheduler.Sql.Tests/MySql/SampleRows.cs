using System.Collections.Immutable;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.MySql;

/// <summary>Rows of values such as a statement gets; two of them, because one alone is looked up before there is a plan.</summary>
internal sealed class SampleRows(ImmutableArray<SqlInput> inputs, string statement) : IRowSource
{
    private static readonly DateTimeOffset Moment = DateTimeOffset.UnixEpoch.AddYears(60);

    public int Count => 2;

    // Values that contradict each other have no plan.
    private bool IsNewestFirst => statement.EndsWith("_newest", StringComparison.Ordinal);

    private int State => statement switch
    {
        "list_claimed" or "list_claimed_newest" => 2,
        "list_with_key" => 1,
        _ => 4,
    };

    public void Write(int row, ColumnWriter writer)
    {
        foreach (SqlInput input in inputs)
        {
            switch (input.Kind)
            {
                case ColumnKind.Guid when input.Name.StartsWith("only_", StringComparison.Ordinal): writer.WriteNull(); break;
                case ColumnKind.Guid: writer.WriteGuid(new Guid(1, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, (byte)row)); break;
                case ColumnKind.Boolean: writer.WriteBoolean(true); break;
                case ColumnKind.Int32 when input.Name == "state": writer.WriteInt32(State); break;
                case ColumnKind.Timestamp when input.Name is "created_from" || (input.Name is "end" && IsNewestFirst): writer.WriteTimestamp(Moment.AddYears(-10)); break;
                case ColumnKind.Timestamp when input.Name is "created_before" or "end": writer.WriteTimestamp(Moment.AddYears(10)); break;
                case ColumnKind.Int32 or ColumnKind.Text when input.Name.StartsWith("only_", StringComparison.Ordinal): writer.WriteNull(); break;
                case ColumnKind.Int32: writer.WriteInt32(1); break;
                case ColumnKind.Int64: writer.WriteInt64(10); break;
                case ColumnKind.Double: writer.WriteDouble(0.5); break;
                case ColumnKind.Timestamp: writer.WriteTimestamp(Moment); break;
                case ColumnKind.Text: writer.WriteText(row == 0 ? "a text" : "another"); break;
                default: writer.WriteNull(); break;
            }
        }
    }
}
