using System.Collections.Immutable;

namespace GeneratedScheduler.Sql.Tests.Shared.Values;

/// <summary>Values at the edges of every kind. A row takes the one of its number from each list, or the same again from the beginning.</summary>
internal static class EdgeValues
{
    /// <summary>How many rows have every value at least once.</summary>
    public const int Rows = 14;

    private const int Mega = 1_000_000;

    private static readonly string[] Texts =
    [
        "", " ", "'; DROP TABLE values_everything; --", "\"quoted\" `ticks` [brackets] \\ \\' %_ {0} $1 @p :now ?", "🚀 ß 表 é e\u0301", new string('ä', Mega),
        "\u0001 \t \r\n \u001A \u007F", "trailing ", "NULL", "\uFFFD \uFEFF \uFFFF", "null", "\\N", "\u2028", "x",
    ];

    private static readonly decimal[] Decimals =
    [
        0m, decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m, -7.9228162514264337593543950335m, 1.00m, 1.0m, 1m, -0.10m,
        0.0000000000000000000000000000m, 79228162514264337593543950.335m, 100m, 1.5m, -1m,
    ];

    private static readonly DateTime[] DateTimes =
    [
        DateTime.MinValue, DateTime.MaxValue, DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc), DateTime.UnixEpoch,
        new(2024, 2, 29, 23, 59, 59, DateTimeKind.Local),

        // Where clocks are as in Berlin, London or New York, they skip the first three, and the others come twice.
        new(2026, 3, 29, 2, 30, 0, DateTimeKind.Local), new(2026, 3, 29, 1, 30, 0, DateTimeKind.Local), new(2026, 3, 8, 2, 0, 0, DateTimeKind.Local),
        new(2026, 10, 25, 2, 30, 0, DateTimeKind.Local), new(2026, 10, 25, 1, 30, 0, DateTimeKind.Local), new(2026, 11, 1, 1, 30, 0, DateTimeKind.Local),
        DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc), new(638_000_000_001_234_567, DateTimeKind.Unspecified), new(638_000_000_001_234_567, DateTimeKind.Utc),
    ];

    private static readonly DateTimeOffset[] Offsets =
    [
        DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch, new(638_000_000_001_234_567, TimeSpan.FromMinutes(-839)),
        new(638_000_000_001_234_561, TimeSpan.FromHours(14)), new(638_000_000_001_234_567, new TimeSpan(5, 45, 0)),
    ];

    private static readonly ImmutableArray<byte[]> ByteArrays =
        [[], [0], [.. Enumerable.Range(0, 256).Select(b => (byte)b)], new byte[Mega], [0x27, 0x5C, 0x00, 0x0A, 0x1A], [255]];

    private static readonly Nested[] Nesteds =
    [
        new("", null, null, null), new("'\"\\\u0000\n", int.MinValue, new("inner", 1, null, [null, "", "🚀"]), []), new("x", 0, null, ["a", null]),
    ];

    /// <summary>What every database stores.</summary>
    public static Everything At(int row) => new()
    {
        Boolean = row % 2 == 0,
        SByte = Pick(row, sbyte.MinValue, sbyte.MaxValue, (sbyte)0),
        Byte = Pick(row, byte.MinValue, byte.MaxValue),
        Int16 = Pick(row, short.MinValue, short.MaxValue, (short)0),
        UInt16 = Pick(row, ushort.MinValue, ushort.MaxValue),
        Int32 = Pick(row, int.MinValue, int.MaxValue, 0, -1),
        UInt32 = Pick(row, uint.MaxValue, uint.MinValue),
        Int64 = Pick(row, long.MinValue, long.MaxValue, 0, -1, 1L << 53, (1L << 53) + 1, 9_999_999_999, -9_999_999_999),
        UInt64 = Pick(row, ulong.MaxValue, 0UL, 1UL << 63, (1UL << 63) - 1, (1UL << 53) + 1, 9_999_999_999UL),
        Native = Pick(row, nint.MinValue, nint.MaxValue, 0),
        UNative = Pick(row, nuint.MaxValue, nuint.MinValue),
        Char = Pick(row, '\0', 'x', '\uFFFF', '\uD800', '\uDFFF', '\''),
        Single = Pick(row, 0f, float.MinValue, float.MaxValue, float.Epsilon, -float.Epsilon, 0.1f, 1f / 3, 16_777_217f, 1.17549435E-38f, 3e-42f),
        Double = Pick(row, 0d, double.MinValue, double.MaxValue, double.Epsilon, -double.Epsilon, 0.1, 1d / 3, 1e22, 1e23, 2.2250738585072014E-308, 4e-310, 123_456_789_012_345_680d),
        Decimal = Pick(row, Decimals),
        Text = Pick(row, Texts),
        Guid = Pick(row, Guid.Empty, Guid.AllBitsSet, new Guid("00112233-4455-6677-8899-aabbccddeeff")),
        DateTime = Pick(row, DateTimes),
        Offset = Pick(row, Offsets),
        Date = Pick(row, DateOnly.MinValue, DateOnly.MaxValue, new DateOnly(2024, 2, 29)),
        Time = Pick(row, TimeOnly.MinValue, TimeOnly.MaxValue, new TimeOnly(12, 0)),
        Span = Pick(row, TimeSpan.MinValue, TimeSpan.MaxValue, TimeSpan.Zero, new TimeSpan(-1)),
        Bytes = Pick(row, [.. ByteArrays]),
        Colour = Pick(row, Colour.Red, Colour.Blue, Colour.Green, (Colour)42, (Colour)int.MinValue),
        ColourNumber = Pick(row, Colour.Red, Colour.Blue, (Colour)42, (Colour)int.MinValue),
        Rights = Pick(row, Rights.None, Rights.All, Rights.Read | Rights.Write, (Rights)(1UL << 63)),
        Tiny = Pick(row, Tiny.Zero, Tiny.Least, (Tiny)5),
        Nested = Pick(row, Nesteds),
        List = row % 3 == 0 ? [] : [null, Nesteds[row % 3], null],
        Dictionary = row % 3 == 0 ? null : new() { [""] = null, ["ключ"] = row },
    };

    /// <summary>The same values, each row with another member empty; number 0 is empty throughout.</summary>
    public static Nothing NullableAt(int row)
    {
        Everything full = At(row);
        return row == 0 ? new() : new()
        {
            Boolean = Or(0, full.Boolean),
            SByte = Or(1, full.SByte),
            Byte = Or(2, full.Byte),
            Int16 = Or(3, full.Int16),
            UInt16 = Or(4, full.UInt16),
            Int32 = Or(5, full.Int32),
            UInt32 = Or(6, full.UInt32),
            Int64 = Or(7, full.Int64),
            UInt64 = Or(8, full.UInt64),
            Native = Or(9, full.Native),
            UNative = Or(10, full.UNative),
            Char = Or(11, full.Char),
            Single = Or(12, full.Single),
            Double = Or(13, full.Double),
            Decimal = Or(1, full.Decimal),
            Text = row == 2 ? null : full.Text,
            Guid = Or(3, full.Guid),
            DateTime = Or(4, full.DateTime),
            Offset = Or(5, full.Offset),
            Date = Or(6, full.Date),
            Time = Or(7, full.Time),
            Span = Or(8, full.Span),
            Bytes = row == 9 ? null : full.Bytes,
            Colour = Or(10, full.Colour),
            ColourNumber = Or(11, full.ColourNumber),
            Rights = Or(12, full.Rights),
            Tiny = Or(13, full.Tiny),
            Nested = row == 1 ? null : full.Nested,
            List = row == 2 ? null : full.List,
        };

        T? Or<T>(int empty, T value) where T : struct => row == empty ? null : value;
    }

    private static T Pick<T>(int row, params T[] values) => values[row % values.Length];
}
