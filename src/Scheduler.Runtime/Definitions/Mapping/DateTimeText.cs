using System.Globalization;

namespace GeneratedScheduler.Storage;

/// <summary>Reads a <see cref="DateTime"/> that was written in the format <c>O</c>.</summary>
internal static class DateTimeText
{
    /// <summary>Reads one with its kind, and with the time of day that it had if it is one that the clocks of this time zone skip.</summary>
    /// <remarks>
    /// A local time that the clocks skip is written with the offset from before they are set forward. The runtime reads that as the same moment by the
    /// clocks after it, which is another value.
    /// </remarks>
    public static bool TryParse(string text, out DateTime value)
    {
        if (!DateTime.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out value))
        {
            return false;
        }

        if (value.Kind == DateTimeKind.Local
            && DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset written)
            && written.Ticks != value.Ticks
            && TimeZoneInfo.Local.IsInvalidTime(written.DateTime)
            && TimeZoneInfo.Local.GetUtcOffset(written.DateTime) == written.Offset)
        {
            value = DateTime.SpecifyKind(written.DateTime, DateTimeKind.Local);
        }

        return true;
    }
}
