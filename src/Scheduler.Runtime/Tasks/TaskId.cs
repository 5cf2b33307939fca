using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace GeneratedScheduler;

/// <summary>The identity of a task: 128 bits, unique in every container and over time.</summary>
/// <remarks>
/// New ids are UUIDs of version 7 (RFC 9562): ordered by the millisecond in which they were made, so that an index on
/// them grows at its end. A caller may bring an id of its own (<see cref="From(Guid)"/>), for instance to make an
/// enqueue idempotent; adding an id twice is refused with <see cref="DuplicateTaskException"/>.
/// </remarks>
[JsonConverter(typeof(TaskIdJsonConverter))]
[SuppressMessage("Design", "CA1036", Justification = "Ids are sorted; which of two was made first is not asked by an operator.")]
public readonly record struct TaskId : IComparable<TaskId>, ISpanParsable<TaskId>, ISpanFormattable
{
    private readonly Guid _value;

    private TaskId(Guid value) => _value = value;

    /// <summary>The id as a <see cref="Guid"/>.</summary>
    public Guid Value => _value;

    /// <summary>Whether this is <c>default(TaskId)</c>, which identifies no task.</summary>
    internal bool IsEmpty => _value == Guid.Empty;

    /// <summary>Makes a new id from the system's clock.</summary>
    public static TaskId New() => New(TimeProvider.System.GetUtcNow());

    /// <summary>Makes a new id for a known moment; saves the look at the clock when many ids are made at once.</summary>
    /// <param name="now">The moment that the id carries, in milliseconds.</param>
    [SuppressMessage("Security", "CA5394", Justification = "An id must be unique, not secret.")]
    internal static TaskId New(DateTimeOffset now)
    {
        // Guid.CreateVersion7 asks the operating system for random bytes each time; a task id needs uniqueness only,
        // and Random.Shared gives 2^74 values a millisecond for a fraction of the cost.
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, now.ToUnixTimeMilliseconds() << 16 | (uint)Random.Shared.Next(0x10000));
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], Random.Shared.NextInt64(long.MinValue, long.MaxValue));
        bytes[6] = (byte)(bytes[6] & 0x0F | 0x70);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new TaskId(new Guid(bytes, bigEndian: true));
    }

    /// <summary>Uses an identifier of the caller's own.</summary>
    /// <exception cref="ArgumentException"><paramref name="value"/> is <see cref="Guid.Empty"/>.</exception>
    public static TaskId From(Guid value) => value == Guid.Empty
        ? throw new ArgumentException("A task id must not be the empty Guid; leave the id out to have one made.", nameof(value))
        : new TaskId(value);

    /// <summary>Reads an id in any of the formats of <see cref="Guid"/>.</summary>
    /// <exception cref="FormatException">The text is no <see cref="Guid"/>.</exception>
    public static TaskId Parse(string s) => new(Guid.Parse(s));

    /// <summary>Reads an id, in any of the formats of <see cref="Guid"/>, if the text is one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TaskId result) => TryParse(s.AsSpan(), out result);

    internal static bool TryParse(ReadOnlySpan<char> s, out TaskId result)
    {
        bool parsed = Guid.TryParse(s, out Guid value);
        result = new TaskId(value);
        return parsed;
    }

    static TaskId IParsable<TaskId>.Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));

    static TaskId ISpanParsable<TaskId>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => new(Guid.Parse(s, provider));

    static bool ISpanParsable<TaskId>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out TaskId result) => TryParse(s, out result);

    /// <summary>Orders ids by the time of their making.</summary>
    public int CompareTo(TaskId other) => _value.CompareTo(other._value);

    /// <summary>The id in the usual form, <c>0199c4c1-7f5e-7a31-9d0e-2c6b8f3a1d44</c>.</summary>
    public override string ToString() => _value.ToString("D");

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => _value.ToString(format, formatProvider);

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        _value.TryFormat(destination, out charsWritten, format);
}
