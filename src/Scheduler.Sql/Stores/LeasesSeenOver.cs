using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>
/// The leases that were over when they were looked at. One that has been over for some time, by this process's monotonic clock, was not renewed
/// although its holder had the time to: it is lost, and not just seen by a clock that has jumped.
/// </summary>
internal sealed class LeasesSeenOver(TimeProvider time)
{
    private readonly Lock _lock = new();
    private Dictionary<Lease, long> _seen = [];

    /// <summary>Notes what is over now; what is not among it has been renewed, or is gone.</summary>
    /// <returns>The claims that have been over for as long as that.</returns>
    public List<ClaimKey> Note(IEnumerable<Lease> over, TimeSpan seenFor)
    {
        List<ClaimKey> lost = [];
        Dictionary<Lease, long> seen = [];
        long now = time.GetTimestamp();
        lock (_lock)
        {
            foreach (Lease lease in over)
            {
                long first = _seen.GetValueOrDefault(lease, now);
                seen[lease] = first;
                if (first != now && time.GetElapsedTime(first, now) >= seenFor)
                {
                    lost.Add(new ClaimKey(lease.Id, lease.ClaimToken));
                }
            }

            _seen = seen;
        }

        return lost;
    }

    /// <summary>A claim, and until when it held.</summary>
    internal readonly record struct Lease(TaskId Id, long ClaimToken, DateTimeOffset Until);
}
