namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>Remembers how far the ready tasks of one table have been claimed, for times in which the way there is blocked by what is gone.</summary>
/// <remarks>
/// <para>
/// A claimed task leaves a dead entry in the index of waiting tasks. The next scan marks it, and vacuum removes it, but neither may while
/// any transaction of the server is older than the claim: a forgotten session, a long report, a dump. From then on each claim walks over
/// everything that was claimed since, and in a minute of load that is a million entries.
/// </para>
/// <para>
/// So now and then a claim counts the entries that it walks over. As long as they are few, nothing here has any effect. If they are many,
/// claims begin behind the place where an earlier one ended, for each priority by itself, and the priorities keep their order.
/// </para>
/// <para>
/// A task may come to wait before that place: it was retried, released or rescued, its time came, or the transaction that added it took its
/// number early and committed late. Every now and then a claim looks from the very beginning, so that it is found. These looks are as
/// slow as all claims would be otherwise; their pauses are long enough for them to take a small part of the time, and never longer
/// than <see cref="LongestPause"/>, unless they fail. Where one finds something, the following claims go on from there. Places are used only when they are
/// <see cref="Settling"/> old, by which time nearly every add of that moment is committed.
/// </para>
/// <para>Thread-safe.</para>
/// </remarks>
internal sealed class RankMemory(TimeProvider time)
{
    /// <summary>How many entries a claim may walk over in vain before the places count.</summary>
    public const long MostInVain = 10_000;

    /// <summary>The longest time from one look from the beginning to the next.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>The shortest, and how often is counted while all is well.</summary>
    public static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);

    /// <summary>How old a place is before it is used.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(250);

    // Looks from the beginning take one part in so many of the time.
    private const int Share = 10;

    // Each one is two more ranges to look into.
    private const int MostPriorities = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, Place> _places = [];
    private bool _isInUse;
    private TimeSpan _pause;
    private long _countedAt = time.GetTimestamp();
    private long _settledAt = time.GetTimestamp();
    private RankRanges _ranges = RankRanges.Everything;

    /// <summary>Where to look now, and whether to count what is walked over, which is done only when everything is looked at.</summary>
    public (RankRanges Ranges, bool Count) Next()
    {
        lock (_lock)
        {
            if (time.GetElapsedTime(_countedAt) >= _pause)
            {
                // Others that claim at this moment need not count as well.
                _countedAt = time.GetTimestamp();
                return (RankRanges.Everything, true);
            }

            return (_ranges, false);
        }
    }

    /// <summary>Where to look for whether there is anything, without a claim.</summary>
    public RankRanges Current
    {
        get
        {
            lock (_lock)
            {
                return _ranges;
            }
        }
    }

    /// <summary>Notes where a claim has ended.</summary>
    /// <param name="last">The last sequence number that it took of each priority.</param>
    /// <param name="everything">Whether it looked from the beginning: then nothing is left before these.</param>
    public void Claimed(IReadOnlyDictionary<int, long> last, bool everything)
    {
        lock (_lock)
        {
            foreach ((int priority, long seq) in last)
            {
                if (!_places.TryGetValue(priority, out Place? place))
                {
                    _places[priority] = place = new Place();
                }

                place.Latest = seq;
                place.NotedAt = time.GetTimestamp();
                if (everything)
                {
                    // Where there was one there may be more.
                    place.Candidate = Math.Min(place.Candidate, seq);
                    place.Settled = Math.Min(place.Settled, seq);
                }
            }

            ForgetOldest();
            if (time.GetElapsedTime(_settledAt) >= Settling)
            {
                _settledAt = time.GetTimestamp();
                foreach (Place place in _places.Values)
                {
                    place.Settled = place.Candidate;
                    place.Candidate = place.Latest;
                }
            }

            Rebuild();
        }
    }

    /// <summary>Notes what a look from the beginning has cost.</summary>
    /// <param name="inVain">Entries that it walked over and that were no ready tasks.</param>
    /// <param name="took">How long it took.</param>
    public void Counted(long inVain, TimeSpan took)
    {
        lock (_lock)
        {
            _isInUse = inVain > MostInVain;
            _pause = !_isInUse ? ShortestPause : TimeSpan.FromTicks(Math.Clamp(took.Ticks * Share, ShortestPause.Ticks, LongestPause.Ticks));
            _countedAt = time.GetTimestamp();
            Rebuild();
        }
    }

    /// <summary>
    /// Notes that a look from the beginning has failed, most likely because the server did not answer in time. The next one is as far away as
    /// after one that took so long and succeeded, without a limit: while looks from the beginning fail, nothing but the places is of use.
    /// </summary>
    public void Failed(TimeSpan took)
    {
        lock (_lock)
        {
            if (_isInUse)
            {
                _pause = TimeSpan.FromTicks(Math.Max(took.Ticks * Share, ShortestPause.Ticks));
                _countedAt = time.GetTimestamp();
            }
        }
    }

    private void Rebuild() => _ranges = _isInUse
        ? RankRanges.From(_places.Where(static p => p.Value.Settled > long.MinValue).Select(static p => KeyValuePair.Create(p.Key, p.Value.Settled)))
        : RankRanges.Everything;

    private void ForgetOldest()
    {
        while (_places.Count > MostPriorities)
        {
            _places.Remove(_places.MinBy(static p => p.Value.NotedAt).Key);
        }
    }

    private sealed class Place
    {
        /// <summary>Where the latest claim ended.</summary>
        public long Latest { get; set; }

        /// <summary>Where the latest one before the last settling ended.</summary>
        public long Candidate { get; set; } = long.MinValue;

        /// <summary>The place that counts.</summary>
        public long Settled { get; set; } = long.MinValue;

        public long NotedAt { get; set; }
    }
}
