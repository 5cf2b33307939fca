using System.Globalization;
using System.Text;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>Moments as text in UTC: <c>2026-03-01 12:00:00.000000</c>. People and SQLite's date functions read it, and it sorts like time.</summary>
internal static class Moments
{
    public const string Format = "yyyy-MM-dd HH:mm:ss.ffffff";
    public const int Length = 26;

    public static void Write(DateTime utc, Span<byte> to) => utc.TryFormat(to, out _, Format, CultureInfo.InvariantCulture);

    /// <summary>Also reads what people write with SQLite's own functions, which have fewer digits or a <c>T</c> and <c>Z</c>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out DateTimeOffset moment)
    {
        Span<char> chars = stackalloc char[64];
        moment = default;
        if (text.Length > chars.Length || !Encoding.UTF8.TryGetChars(text, chars, out int length))
        {
            return false;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(chars[..length], Format, CultureInfo.InvariantCulture, Utc, out moment)
            || DateTimeOffset.TryParse(chars[..length], CultureInfo.InvariantCulture, Utc, out moment);
    }
}

/// <summary>The moment of one transaction, or of one query.</summary>
internal sealed class Moment
{
    private readonly byte[] _text = new byte[Moments.Length];
    private DateTime _utc;

    public ReadOnlySpan<byte> Text => _text;

    public void Set(DateTime utc)
    {
        _utc = utc;
        Moments.Write(utc, _text);
    }

    /// <summary>Writes the moment that lies so many ticks later, at most the last one there is.</summary>
    public void After(long ticks, Span<byte> to) =>
        Moments.Write(ticks > DateTime.MaxValue.Ticks - _utc.Ticks ? DateTime.MaxValue : _utc.AddTicks(Math.Max(ticks, -_utc.Ticks)), to);
}
