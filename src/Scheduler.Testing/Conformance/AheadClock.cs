namespace GeneratedScheduler.Testing;

/// <summary>Tells another time of day than the clock behind it, and measures the same durations.</summary>
internal sealed class AheadClock(TimeProvider clock, TimeSpan ahead) : TimeProvider
{
    public override long TimestampFrequency => clock.TimestampFrequency;

    public static TimeProvider Of(TimeProvider clock, TimeSpan ahead) => ahead == TimeSpan.Zero ? clock : new AheadClock(clock, ahead);

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + ahead;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
