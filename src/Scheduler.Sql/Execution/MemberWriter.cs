using System.Collections.Immutable;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>Hands the values of a payload or result on to the writer of a dialect, and knows whose value it is: a refusal has to name the member.</summary>
/// <remarks>Also refuses what a column with limited digits would round, since every database rounds without a word.</remarks>
internal sealed class MemberWriter(ImmutableArray<TaskColumn> columns) : ColumnWriter
{
    private ColumnWriter _writer = null!;
    private int _next;

    /// <summary>The member whose value is written, or comes next.</summary>
    public string Member => _next < columns.Length ? columns[_next].Member : "the payload";

    /// <summary>Begins a row.</summary>
    public MemberWriter To(ColumnWriter writer)
    {
        (_writer, _next) = (writer, 0);
        return this;
    }

    public override void WriteNull()
    {
        _writer.WriteNull();
        _next++;
    }

    public override void WriteBoolean(bool value)
    {
        _writer.WriteBoolean(value);
        _next++;
    }

    public override void WriteInt32(int value)
    {
        _writer.WriteInt32(value);
        _next++;
    }

    public override void WriteInt64(long value)
    {
        _writer.WriteInt64(value);
        _next++;
    }

    public override void WriteUInt64(ulong value)
    {
        _writer.WriteUInt64(value);
        _next++;
    }

    public override void WriteSingle(float value)
    {
        _writer.WriteSingle(value);
        _next++;
    }

    public override void WriteDouble(double value)
    {
        _writer.WriteDouble(value);
        _next++;
    }

    public override void WriteDecimal(decimal value)
    {
        if (columns[_next] is { Precision: { } precision } column)
        {
            CheckDigits(value, precision, column.Scale ?? 0);
        }

        _writer.WriteDecimal(value);
        _next++;
    }

    public override void WriteText(string? value)
    {
        _writer.WriteText(value);
        _next++;
    }

    public override void WriteGuid(Guid value)
    {
        _writer.WriteGuid(value);
        _next++;
    }

    public override void WriteDate(DateOnly value)
    {
        _writer.WriteDate(value);
        _next++;
    }

    public override void WriteTimestamp(DateTimeOffset value)
    {
        _writer.WriteTimestamp(value);
        _next++;
    }

    public override void WriteBytes(byte[]? value)
    {
        _writer.WriteBytes(value);
        _next++;
    }

    public override void WriteJson(string json)
    {
        _writer.WriteJson(json);
        _next++;
    }

    private static void CheckDigits(decimal value, int precision, int scale)
    {
        bool isRounded = scale < 28 && decimal.Round(value, scale) != value;
        decimal whole = Math.Abs(decimal.Truncate(value));
        for (int digits = precision - scale; digits > 0 && whole >= 1; digits--)
        {
            whole = decimal.Truncate(whole / 10);
        }

        if (isRounded || whole >= 1)
        {
            throw new UnstorableValueException(FormattableString.Invariant(
                $"is {value}; its column holds {precision} digits, {scale} of them behind the point. Round it, or give the column more with [TaskColumn(Precision = …, Scale = …)]."));
        }
    }
}
