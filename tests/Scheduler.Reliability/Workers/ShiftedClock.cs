namespace GeneratedScheduler.Reliability.Workers;

/// <summary>The clock of a machine that is wrong by a constant time.</summary>
internal sealed class ShiftedClock(TimeSpan shift) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + shift;
}
