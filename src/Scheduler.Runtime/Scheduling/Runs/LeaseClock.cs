namespace GeneratedScheduler.Scheduling;

/// <summary>Until when this scheduler may believe that it still holds a claim, by its own monotonic clock.</summary>
internal sealed class LeaseClock(TimeProvider time, TimeSpan leaseDuration)
{
    private long _renewedAt = long.MinValue;

    /// <summary>Notes that a renewal which was sent at <paramref name="sentAt"/> has succeeded.</summary>
    public void Renewed(long sentAt) => Volatile.Write(ref _renewedAt, sentAt);

    /// <summary>Whether a claim that was made at <paramref name="claimedAt"/> has certainly not run out.</summary>
    public bool Holds(long claimedAt)
    {
        long since = Math.Max(claimedAt, Volatile.Read(ref _renewedAt));
        return time.GetElapsedTime(since) < leaseDuration;
    }
}
