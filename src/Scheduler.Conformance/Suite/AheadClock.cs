namespace GeneratedScheduler.Conformance;

/// <summary>Tells another time of day than the clock behind it, and measures the same durations. Its time of day can be set.</summary>
internal sealed class AheadClock(TimeProvider clock, TimeSpan ahead) : TimeProvider
{
    private long _ahead = ahead.Ticks;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public static TimeProvider Of(TimeProvider clock, TimeSpan ahead) => ahead == TimeSpan.Zero ? clock : new AheadClock(clock, ahead);

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _ahead));

    public override long GetTimestamp() => clock.GetTimestamp();

    /// <summary>Sets the time of day, without any time passing.</summary>
    public void Set(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
