using System.Buffers;
using System.Buffers.Binary;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>
/// Values one behind the other, as SQLite stores them. Callers fill one before they queue up for the writer, and read the answer from one
/// after the commit: so the writer's thread, of which a database has only one, neither encodes values nor runs any code of the application.
/// </summary>
/// <remarks>Each value is its type, then 8 bytes of a number, or 4 bytes of length and the bytes. Not safe for concurrent use.</remarks>
internal sealed class ValueBuffer : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(512);

    /// <summary>How many values were added.</summary>
    public int Count { get; private set; }

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    private int Length { get; set; }

    public void AddNull()
    {
        Grow(1)[0] = (byte)ValueType.Null;
        Length++;
        Count++;
    }

    public void Add(long value)
    {
        Span<byte> to = Grow(9);
        to[0] = (byte)ValueType.Integer;
        BinaryPrimitives.WriteInt64LittleEndian(to[1..], value);
        Length += 9;
        Count++;
    }

    public void Add(double value)
    {
        Span<byte> to = Grow(9);
        to[0] = (byte)ValueType.Real;
        BinaryPrimitives.WriteDoubleLittleEndian(to[1..], value);
        Length += 9;
        Count++;
    }

    public void Add(ValueType type, ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(value.Length));
        Commit(type, value.Length);
    }

    /// <summary>Room for a text or blob of at most so many bytes, to be filled before <see cref="Commit"/>.</summary>
    public Span<byte> Reserve(int length) => Grow(checked(5 + length))[5..];

    /// <summary>Adds what was written to the reserved room.</summary>
    public void Commit(ValueType type, int length)
    {
        Span<byte> to = _bytes.AsSpan(Length);
        to[0] = (byte)type;
        BinaryPrimitives.WriteInt32LittleEndian(to[1..], length);
        Length += 5 + length;
        Count++;
    }

    public void Clear() => (Length, Count) = (0, 0);

    public void Dispose()
    {
        byte[] bytes = _bytes;
        _bytes = [];
        Clear();
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private Span<byte> Grow(int by)
    {
        int needed = checked(Length + by);
        if (needed > _bytes.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max((long)_bytes.Length * 2, needed), Array.MaxLength));
            _bytes.AsSpan(0, Length).CopyTo(larger);
            byte[] old = _bytes;
            _bytes = larger;
            if (old.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(old);
            }
        }

        return _bytes.AsSpan(Length);
    }
}

/// <summary>Reads values in the order in which they were added.</summary>
internal ref struct ValueCursor(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>How many bytes are left.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>Takes the next value.</summary>
    public ValueType Next(out ReadOnlySpan<byte> content)
    {
        ValueType type = (ValueType)_rest[0];
        switch (type)
        {
            case ValueType.Null:
                content = default;
                _rest = _rest[1..];
                break;
            case ValueType.Integer or ValueType.Real:
                content = _rest.Slice(1, 8);
                _rest = _rest[9..];
                break;
            default:
                content = _rest.Slice(5, BinaryPrimitives.ReadInt32LittleEndian(_rest[1..]));
                _rest = _rest[(5 + content.Length)..];
                break;
        }

        return type;
    }
}
