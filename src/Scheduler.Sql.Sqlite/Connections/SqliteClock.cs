namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>The clock of a file: the wall clock of the machine, whose steps are taken out of what is stored as a duration.</summary>
/// <remarks>
/// The file keeps how far the wall clock is ahead of the machine's monotonic clock, which all processes of one start of the machine share. Whoever
/// writes first after the wall clock was set finds another difference, and moves all leases and delays by the step in that transaction. So all that is
/// in the file belongs to one time, and nobody writes by another one. As long as the clock is not set, this costs two readings of clocks for each
/// transaction, and no question to the file.
/// </remarks>
/// <param name="time">The wall clock and the monotonic one.</param>
/// <param name="start">What names the start of the machine; <see langword="null"/> where there is no such name, and the wall clock is followed as it is.</param>
internal sealed class SqliteClock(TimeProvider time, string? start)
{
    // Smaller ones are corrections, and differences between two readings.
    private const long LeastStep = 500;
    private const long Unknown = long.MinValue;

    private long _lead = Unknown;

    /// <summary>Reads it for a question.</summary>
    public void Read(SqliteSession session, Moment now)
    {
        DateTime wall = Wall;
        now.Set(IsAsKnown(wall) || ClockRow.Find(session) is not { } row || row.Start != start ? wall : DateTime.UnixEpoch.AddMilliseconds(Steady + row.Lead));
    }

    /// <summary>Reads it for a transaction that holds the write lock, and moves what is stored if the wall clock was set.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="now">Where to put it.</param>
    /// <param name="mayCreate">Whether the table may be made that keeps the difference.</param>
    /// <returns>What to <see cref="Keep"/> after the commit.</returns>
    public long? Begin(SqliteSession session, Moment now, bool mayCreate)
    {
        DateTime wall = Wall;
        now.Set(wall);
        if (IsAsKnown(wall))
        {
            return null;
        }

        ClockRow? found = ClockRow.Find(session);
        ClockRow present = new(start!, MeasureLead(), MachineStart.Slept(time));
        now.Set(Wall);
        if (found is { } row && row.Start == start)
        {
            long step = present.Lead - row.Lead;
            if (Math.Abs(step) < LeastStep)
            {
                return row.Lead;
            }

            // Waking up looks like a step. It is one for leases, which nobody could renew, but not for delays.
            StoredMoments.Move(session, step, step - Math.Clamp(present.Slept - row.Slept, 0, Math.Max(step, 0)));
        }

        return present.Write(session, mayCreate) ? present.Lead : null;
    }

    /// <summary>Notes what the file says.</summary>
    public void Keep(long lead) => Volatile.Write(ref _lead, lead);

    private DateTime Wall => time.GetUtcNow().UtcDateTime;

    private long Steady => time.GetElapsedTime(0).Ticks / TimeSpan.TicksPerMillisecond;

    private bool IsAsKnown(DateTime wall)
    {
        long lead = Volatile.Read(ref _lead);
        return start is null || (lead != Unknown && Math.Abs(LeadOf(wall) - lead) < LeastStep);
    }

    private long LeadOf(DateTime wall) => ((wall - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond) - Steady;

    // The thread may lose its processor between the two readings, which must not be taken for a step.
    private long MeasureLead()
    {
        const long Near = 20;
        long lead;
        long before;
        do
        {
            before = Steady;
            lead = LeadOf(Wall);
        }
        while (Steady - before > Near);

        return lead;
    }
}
