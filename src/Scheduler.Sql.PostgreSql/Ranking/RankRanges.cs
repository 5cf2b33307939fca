namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>Parts of the order of ready tasks, best first, as three arrays: priorities from … to …, and behind which sequence number.</summary>
internal sealed record RankRanges(int[] Lowest, int[] Highest, long[] Behind)
{
    /// <summary>All ready tasks.</summary>
    public static RankRanges Everything { get; } = new([int.MinValue], [int.MaxValue], [long.MinValue]);

    public bool IsEverything => ReferenceEquals(this, Everything);

    /// <summary>
    /// What is behind the known places, and everything of priorities that are not known: a task that is more urgent than all that came
    /// before is found like any other.
    /// </summary>
    /// <param name="places">The priorities with their places, in any order, each priority once.</param>
    public static RankRanges From(IEnumerable<KeyValuePair<int, long>> places)
    {
        List<int> lowest = [];
        List<int> highest = [];
        List<long> behind = [];
        long above = int.MaxValue;
        foreach ((int priority, long place) in places.OrderByDescending(static p => p.Key))
        {
            Add(priority + 1L, above, long.MinValue);
            Add(priority, priority, place);
            above = priority - 1L;
        }

        if (lowest.Count == 0)
        {
            return Everything;
        }

        Add(int.MinValue, above, long.MinValue);
        return new([.. lowest], [.. highest], [.. behind]);

        void Add(long from, long to, long place)
        {
            if (from <= to)
            {
                lowest.Add((int)from);
                highest.Add((int)to);
                behind.Add(place);
            }
        }
    }
}
