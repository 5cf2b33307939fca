using System.Collections.Immutable;
using GeneratedScheduler.Persistence;

namespace GeneratedScheduler.Sql.Tests.MySql;

/// <summary>Rows of values such as a statement gets; two of them, because one alone is looked up before there is a plan.</summary>
internal sealed class SampleRows(ImmutableArray<SqlInput> inputs, string statement) : IRowSource
{
    public int Count => 2;

    public void Write(int row, ColumnWriter writer)
    {
        foreach (SqlInput input in inputs)
        {
            switch (input.Kind)
            {
                case ColumnKind.Guid: writer.WriteGuid(new Guid(1, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, (byte)row)); break;
                case ColumnKind.Boolean: writer.WriteBoolean(true); break;
                case ColumnKind.Int32 when input.Name == "state": writer.WriteInt32(statement == "list_claimed" ? 2 : 4); break;
                case ColumnKind.Int32: writer.WriteInt32(1); break;
                case ColumnKind.Int64: writer.WriteInt64(10); break;
                case ColumnKind.Double: writer.WriteDouble(0.5); break;
                case ColumnKind.Timestamp: writer.WriteTimestamp(DateTimeOffset.UnixEpoch.AddYears(60)); break;
                case ColumnKind.Text: writer.WriteText(row == 0 ? "a text" : "another"); break;
                default: writer.WriteNull(); break;
            }
        }
    }
}
