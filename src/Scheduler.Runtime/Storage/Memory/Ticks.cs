namespace GeneratedScheduler.Storage;

/// <summary>Moments as UTC ticks, which is how tasks in memory keep them: 8 bytes instead of 16.</summary>
internal static class Ticks
{
    /// <summary>A moment later, or the last one that there is.</summary>
    internal static long After(long moment, TimeSpan delay) =>
        delay.Ticks >= DateTimeOffset.MaxValue.UtcTicks - moment ? DateTimeOffset.MaxValue.UtcTicks : moment + delay.Ticks;

    internal static DateTimeOffset ToMoment(long ticks) => new(ticks, TimeSpan.Zero);
}
