namespace GeneratedScheduler.Storage;

/// <summary>
/// How many tasks this process may hold in memory: as many as it claims in a third of a lease. Begins small, doubles each time half of it has been
/// claimed while there were more, and is set anew in each round, so that a process with slow tasks leaves the others theirs.
/// </summary>
/// <remarks>Knows no lock; the container has one. A round is a third of a lease: the time between two looks for lost tasks.</remarks>
internal struct FairShare(int most, int smallest)
{
    internal const int Smallest = 16;

    private int _target = Math.Min(smallest, most);
    private int _slots = smallest;
    private long _taken;
    private long _takenSinceGrowth;

    /// <summary>The most tasks to hold now.</summary>
    internal readonly int Target => _target;

    /// <summary>Notes how many tasks somebody would run at once.</summary>
    internal void Asked(int slots)
    {
        if (slots > _slots)
        {
            _slots = slots;
            _target = Math.Max(_target, Floor);
        }
    }

    /// <summary>Notes that tasks were claimed. Claims alone decide when the share grows, not how quickly memory is filled again.</summary>
    /// <param name="count">How many.</param>
    /// <param name="thereAreMore">Whether more are known to wait in the durable container.</param>
    internal void Took(int count, bool thereAreMore)
    {
        _taken += count;
        _takenSinceGrowth = thereAreMore ? _takenSinceGrowth + count : 0;
        if (_takenSinceGrowth >= (_target + 1) / 2)
        {
            _target = (int)Math.Min(most, _target * 2L);
            _takenSinceGrowth = 0;
        }
    }

    /// <summary>Ends a round. Answers how many tasks may stay: none, if nobody claims or waits here.</summary>
    internal int EndRound(bool hasWaiters)
    {
        long pace = _taken;
        _taken = 0;
        _takenSinceGrowth = 0;
        _target = (int)Math.Clamp(pace, Floor, most);
        return pace == 0 && !hasWaiters ? 0 : _target;
    }

    private readonly int Floor => Math.Min(most, _slots);
}
