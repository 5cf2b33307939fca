using System.Globalization;

namespace GeneratedScheduler.Sql.Tests;

/// <summary>A clock in a database that is a literal, and moves only with the shift of its test.</summary>
internal static class StandingClock
{
    /// <summary>Now, as exactly as databases keep it.</summary>
    public static DateTimeOffset Start()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    public static string Format(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
