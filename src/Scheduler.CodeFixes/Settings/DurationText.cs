using System.Globalization;
using System.Text.RegularExpressions;

namespace GeneratedScheduler.CodeFixes.Settings;

/// <summary>Understands what people write for a duration.</summary>
internal static class DurationText
{
    private static readonly Regex Number = new(
        @"^(?<count>\d+(\.\d+)?) *(?<unit>[a-z]*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex TwoParts = new(@"^(?<first>\d{1,2}):(?<second>\d{1,2})$", RegexOptions.CultureInvariant);

    /// <summary><c>"5"</c>, <c>"500ms"</c>, <c>"2 hours"</c>, <c>"00:05"</c> and <c>"-00:00:05"</c> as hours, minutes and seconds.</summary>
    /// <returns>A duration above zero; <see langword="null"/> for anything else.</returns>
    public static string? ToHoursMinutesSeconds(string text)
    {
        string positive = text.Trim().TrimStart('-', '+').Trim();
        if (Number.Match(positive) is { Success: true } number)
        {
            return FromNumber(number.Groups["count"].Value, number.Groups["unit"].Value);
        }

        // .NET reads two parts as hours and minutes.
        return TwoParts.IsMatch(positive) ? Format(positive + ":00") : Format(positive);
    }

    /// <summary>The other thing that <c>"00:05"</c> may mean: minutes and seconds.</summary>
    public static string? ToMinutesSeconds(string text) =>
        TwoParts.IsMatch(text.Trim()) ? Format("00:" + text.Trim()) : null;

    private static string? FromNumber(string count, string unit)
    {
        if (TicksPer(unit.ToLowerInvariant()) is not { } ticks
            || !decimal.TryParse(count, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
            || value > TimeSpan.MaxValue.Ticks / ticks)
        {
            return null;
        }

        return Format(TimeSpan.FromTicks((long)(value * ticks)));
    }

    // A bare number is seconds: days, as TimeSpan.Parse has it, are hardly ever meant.
    private static long? TicksPer(string unit) => unit switch
    {
        "ms" or "msec" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
        "" or "s" or "sec" or "secs" or "second" or "seconds" => TimeSpan.TicksPerSecond,
        "m" or "min" or "mins" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
        "h" or "hr" or "hrs" or "hour" or "hours" => TimeSpan.TicksPerHour,
        "d" or "day" or "days" => TimeSpan.TicksPerDay,
        _ => null,
    };

    // By hand where it matters: TimeSpan reads "24:00:00" as 24 days.
    private static string? Format(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length != 3)
        {
            return null;
        }

        if (int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int hours)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minutes)
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            && hours < 1_000_000)
        {
            return Format(new TimeSpan(hours, minutes, seconds));
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan duration) ? Format(duration) : null;
    }

    private static string? Format(TimeSpan duration)
    {
        string text = duration.ToString("c", CultureInfo.InvariantCulture);
        bool hasFraction = duration.Ticks % TimeSpan.TicksPerSecond != 0;
        return duration <= TimeSpan.Zero ? null : hasFraction ? text.TrimEnd('0') : text;
    }
}
