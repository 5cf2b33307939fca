namespace GeneratedScheduler.Sql;

/// <summary>The moments between which lists are read. Every database has them.</summary>
internal static class ListMoments
{
    public static readonly DateTimeOffset First = new(1970, 1, 2, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Last = new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero).AddTicks(TimeSpan.TicksPerSecond - TimeSpan.TicksPerMicrosecond);

    /// <summary>A bound of a range as the database compares it.</summary>
    /// <remarks>
    /// Databases keep whole microseconds. A moment between two of them is rounded up, at the beginning of a range and at its end: what is at
    /// or after the bound is what is at or after the next whole one.
    /// </remarks>
    public static DateTimeOffset Bound(DateTimeOffset? moment, DateTimeOffset otherwise)
    {
        if (moment is not { } asked)
        {
            return otherwise;
        }

        if (asked <= First || asked >= Last)
        {
            return asked <= First ? First : Last;
        }

        long beyond = asked.UtcTicks % TimeSpan.TicksPerMicrosecond;
        return beyond == 0 ? asked : asked.AddTicks(TimeSpan.TicksPerMicrosecond - beyond);
    }
}
