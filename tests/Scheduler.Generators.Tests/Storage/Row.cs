using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Generators.Tests.Storage;

/// <summary>A row in memory that remembers as which kind each value was written, and gives it back as that kind only.</summary>
public sealed class Row
{
    public List<(ColumnKind Kind, object? Value)> Values { get; } = [];

    public ColumnWriter Writer() => new RowWriter(Values);

    public ColumnReader Reader() => new RowReader(Values);

    private sealed class RowWriter(List<(ColumnKind Kind, object? Value)> values) : ColumnWriter
    {
        public override void WriteNull() => values.Add((default, null));

        public override void WriteBoolean(bool value) => values.Add((ColumnKind.Boolean, value));

        public override void WriteInt32(int value) => values.Add((ColumnKind.Int32, value));

        public override void WriteInt64(long value) => values.Add((ColumnKind.Int64, value));

        public override void WriteUInt64(ulong value) => values.Add((ColumnKind.UInt64, value));

        public override void WriteSingle(float value) => values.Add((ColumnKind.Single, value));

        public override void WriteDouble(double value) => values.Add((ColumnKind.Double, value));

        public override void WriteDecimal(decimal value) => values.Add((ColumnKind.Decimal, value));

        public override void WriteText(string? value) => values.Add((ColumnKind.Text, value));

        public override void WriteGuid(Guid value) => values.Add((ColumnKind.Guid, value));

        public override void WriteDate(DateOnly value) => values.Add((ColumnKind.Date, value));

        public override void WriteTimestamp(DateTimeOffset value) => values.Add((ColumnKind.Timestamp, value.ToUniversalTime()));

        public override void WriteBytes(byte[]? value) => values.Add((ColumnKind.Bytes, value));

        public override void WriteJson(string json) => values.Add((ColumnKind.Json, json));
    }

    private sealed class RowReader(List<(ColumnKind Kind, object? Value)> values) : ColumnReader
    {
        public override bool IsNull(int ordinal) => values[ordinal].Value is null;

        public override bool GetBoolean(int ordinal) => Get<bool>(ordinal, ColumnKind.Boolean);

        public override int GetInt32(int ordinal) => Get<int>(ordinal, ColumnKind.Int32);

        public override long GetInt64(int ordinal) => Get<long>(ordinal, ColumnKind.Int64);

        public override ulong GetUInt64(int ordinal) => Get<ulong>(ordinal, ColumnKind.UInt64);

        public override float GetSingle(int ordinal) => Get<float>(ordinal, ColumnKind.Single);

        public override double GetDouble(int ordinal) => Get<double>(ordinal, ColumnKind.Double);

        public override decimal GetDecimal(int ordinal) => Get<decimal>(ordinal, ColumnKind.Decimal);

        public override string GetText(int ordinal) => Get<string>(ordinal, ColumnKind.Text);

        public override Guid GetGuid(int ordinal) => Get<Guid>(ordinal, ColumnKind.Guid);

        public override DateOnly GetDate(int ordinal) => Get<DateOnly>(ordinal, ColumnKind.Date);

        public override DateTimeOffset GetTimestamp(int ordinal) => Get<DateTimeOffset>(ordinal, ColumnKind.Timestamp);

        public override byte[] GetBytes(int ordinal) => Get<byte[]>(ordinal, ColumnKind.Bytes);

        public override string GetJson(int ordinal) => Get<string>(ordinal, ColumnKind.Json);

        protected override string MemberAt(int ordinal) => "column" + ordinal;

        private T Get<T>(int ordinal, ColumnKind kind)
        {
            (ColumnKind written, object? value) = values[ordinal];
            if (value is null)
            {
                throw Missing(ordinal);
            }

            return written == kind ? (T)value : throw Unreadable(ordinal, $"was written as {written} and is read as {kind}.");
        }
    }
}
