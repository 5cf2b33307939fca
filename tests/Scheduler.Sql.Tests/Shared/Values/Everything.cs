using System.Text.Json.Serialization;
using GeneratedScheduler.Sql.Tests.Shared.Values;
using GeneratedScheduler.Storage;

[assembly: GeneratedScheduler.TaskJsonContext(typeof(ValueJson))]

namespace GeneratedScheduler.Sql.Tests.Shared.Values;

public enum Colour
{
    Red,
    Green = 7,
    Blue = int.MaxValue,
}

[Flags]
public enum Rights : ulong
{
    None = 0,
    Read = 1,
    Write = 2,
    All = ulong.MaxValue,
}

public enum Tiny : sbyte
{
    Least = sbyte.MinValue,
    Zero = 0,
}

public sealed record Nested(string Name, int? Number, Nested? Inner, List<string?>? Names);

[JsonSerializable(typeof(Nested))]
[JsonSerializable(typeof(List<Nested?>))]
[JsonSerializable(typeof(Dictionary<string, int?>))]
internal sealed partial class ValueJson : JsonSerializerContext;

#pragma warning disable CA1720 // What a member is of, is all there is to say of it here.
/// <summary>A task with a member of each kind that has a column, whose result is one too.</summary>
[ScheduledTask("values.everything")]
public sealed record Everything
{
    public bool Boolean { get; init; }

    public sbyte SByte { get; init; }

    public byte Byte { get; init; }

    public short Int16 { get; init; }

    public ushort UInt16 { get; init; }

    public int Int32 { get; init; }

    public uint UInt32 { get; init; }

    public long Int64 { get; init; }

    public ulong UInt64 { get; init; }

    public nint Native { get; init; }

    public nuint UNative { get; init; }

    public char Char { get; init; }

    public float Single { get; init; }

    public double Double { get; init; }

    public decimal Decimal { get; init; }

    public required string Text { get; init; }

    public Guid Guid { get; init; }

    public DateTime DateTime { get; init; }

    public DateTimeOffset Offset { get; init; }

    public DateOnly Date { get; init; }

    public TimeOnly Time { get; init; }

    public TimeSpan Span { get; init; }

    public required byte[] Bytes { get; init; }

    public Colour Colour { get; init; }

    [TaskColumn(Storage = ColumnStorage.EnumNumber)]
    public Colour ColourNumber { get; init; }

    public Rights Rights { get; init; }

    public Tiny Tiny { get; init; }

    public required Nested Nested { get; init; }

    public required List<Nested?> List { get; init; }

    public Dictionary<string, int?>? Dictionary { get; init; }

    [Actuator]
    public static Everything Run(Everything task) => task;
}

/// <summary>The same kinds where they may be empty.</summary>
[ScheduledTask("values.nothing")]
public sealed record Nothing
{
    public bool? Boolean { get; init; }

    public sbyte? SByte { get; init; }

    public byte? Byte { get; init; }

    public short? Int16 { get; init; }

    public ushort? UInt16 { get; init; }

    public int? Int32 { get; init; }

    public uint? UInt32 { get; init; }

    public long? Int64 { get; init; }

    public ulong? UInt64 { get; init; }

    public nint? Native { get; init; }

    public nuint? UNative { get; init; }

    public char? Char { get; init; }

    public float? Single { get; init; }

    public double? Double { get; init; }

    public decimal? Decimal { get; init; }

    public string? Text { get; init; }

    public Guid? Guid { get; init; }

    public DateTime? DateTime { get; init; }

    public DateTimeOffset? Offset { get; init; }

    public DateOnly? Date { get; init; }

    public TimeOnly? Time { get; init; }

    public TimeSpan? Span { get; init; }

    public byte[]? Bytes { get; init; }

    public Colour? Colour { get; init; }

    [TaskColumn(Storage = ColumnStorage.EnumNumber)]
    public Colour? ColourNumber { get; init; }

    public Rights? Rights { get; init; }

    public Tiny? Tiny { get; init; }

    public Nested? Nested { get; init; }

    public List<Nested?>? List { get; init; }

    [Actuator]
    public static Nothing? Run(Nothing task) => task;
}

#pragma warning restore CA1720

/// <summary>Columns that hold less than their type.</summary>
[ScheduledTask("values.narrow")]
public sealed record Narrow(
    [property: TaskColumn(Precision = 10, Scale = 2)] decimal Amount,
    [property: TaskColumn(Length = 5)] string Code,
    [property: TaskColumn(Storage = ColumnStorage.Timestamp)] DateTimeOffset Moment,
    [property: TaskColumn(Storage = ColumnStorage.Timestamp)] DateTime Time)
{
    [Actuator]
    public static decimal Run(Narrow task) => task.Amount;
}
