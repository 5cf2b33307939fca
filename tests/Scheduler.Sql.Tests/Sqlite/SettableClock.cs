namespace GeneratedScheduler.Sql.Tests.Sqlite;

/// <summary>A clock whose time of day can be set without any time passing.</summary>
internal sealed class SettableClock(TimeProvider clock) : TimeProvider
{
    private long _ahead;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public void Set(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _ahead));

    public override long GetTimestamp() => clock.GetTimestamp();
}
