using System.Diagnostics.CodeAnalysis;

namespace GeneratedScheduler.Storage;

/// <summary>What a column holds. Each dialect has one column type for each kind; <c>docs/storage.md</c> has the table.</summary>
/// <remarks>
/// Every kind but <see cref="Timestamp"/> gives back exactly the value that was written: ticks, offset, kind and the digits
/// of a <see cref="decimal"/> included. Where a database's own type would round, the value is stored as text or as a number.
/// </remarks>
[SuppressMessage("Naming", "CA1720", Justification = "These are the names of .NET types, and that is what they say.")]
public enum ColumnKind
{
    /// <summary><see cref="bool"/>.</summary>
    Boolean = 0,

    /// <summary><see cref="sbyte"/>, <see cref="byte"/>, <see cref="short"/>, <see cref="ushort"/>, <see cref="int"/>, <see cref="char"/> as its UTF-16 code unit, and enums of these.</summary>
    Int32 = 1,

    /// <summary><see cref="uint"/>, <see cref="long"/>, <see cref="nint"/>, <see cref="TimeSpan"/> in ticks of 100 ns, and enums of these.</summary>
    Int64 = 2,

    /// <summary><see cref="ulong"/>, <see cref="nuint"/>, and enums of these.</summary>
    UInt64 = 3,

    /// <summary><see cref="float"/>.</summary>
    Single = 4,

    /// <summary><see cref="double"/>.</summary>
    Double = 5,

    /// <summary><see cref="decimal"/>.</summary>
    Decimal = 6,

    /// <summary>
    /// <see cref="string"/>; enums by name; and what sorts and reads best as text: <see cref="DateTime"/> (<c>O</c>, which keeps the
    /// kind), <see cref="DateTimeOffset"/> (<c>O</c>), <see cref="TimeOnly"/> (<c>O</c>).
    /// </summary>
    Text = 7,

    /// <summary><see cref="System.Guid"/>.</summary>
    Guid = 8,

    /// <summary><see cref="DateOnly"/>.</summary>
    Date = 9,

    /// <summary>
    /// A <see cref="DateTimeOffset"/> or <see cref="DateTime"/> as the database's own moment in UTC, for people who calculate with it
    /// in SQL. Rounded to what the database keeps (milliseconds or microseconds); the offset and the kind are lost. Only on request.
    /// </summary>
    Timestamp = 10,

    /// <summary><c>byte[]</c>.</summary>
    Bytes = 11,

    /// <summary>Everything else, through the application's <c>JsonSerializerContext</c>.</summary>
    Json = 12,
}
