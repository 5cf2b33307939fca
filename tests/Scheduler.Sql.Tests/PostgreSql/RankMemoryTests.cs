using GeneratedScheduler.Sql.PostgreSql;
using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Sql.Tests.PostgreSql;

/// <summary>Where claims begin to look, while much that was claimed cannot be removed.</summary>
public sealed class RankMemoryTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void As_long_as_little_is_in_the_way_every_claim_looks_at_everything()
    {
        RankMemory memory = new(_time);
        Assert.True(memory.Next().Count);
        memory.Counted(RankMemory.MostInVain, TimeSpan.FromMilliseconds(1));
        Settle(memory, 0, 100);
        Assert.True(memory.Next().Ranges.IsEverything);
        Assert.True(memory.Current.IsEverything);
    }

    [Fact]
    public void Counts_only_now_and_then()
    {
        RankMemory memory = new(_time);
        memory.Next();
        memory.Counted(0, TimeSpan.FromMilliseconds(1));
        Assert.False(memory.Next().Count);
        _time.Advance(RankMemory.ShortestPause);
        Assert.True(memory.Next().Count);
        Assert.False(memory.Next().Count);
    }

    [Fact]
    public void Begins_behind_the_last_one_when_much_is_in_the_way()
    {
        RankMemory memory = new(_time);
        Settle(memory, 7, 100);
        Counted(memory);
        Assert.Equal(
            [(8, int.MaxValue, long.MinValue), (7, 7, 100), (int.MinValue, 6, long.MinValue)],
            Parts(memory.Next().Ranges));
    }

    [Fact]
    public void A_place_counts_only_when_it_is_old_enough()
    {
        RankMemory memory = new(_time);
        Settle(memory, 0, 100);
        Counted(memory);
        memory.Claimed(new Dictionary<int, long> { [0] = 200 }, everything: false);
        Assert.Contains((0, 0, 100L), Parts(memory.Next().Ranges));
        Settle(memory, 0, 200);
        Assert.Contains((0, 0, 200L), Parts(memory.Next().Ranges));
    }

    [Fact]
    public void What_is_found_before_the_place_moves_it_back()
    {
        RankMemory memory = new(_time);
        Settle(memory, 0, 100);
        Counted(memory);
        memory.Claimed(new Dictionary<int, long> { [0] = 5 }, everything: true);
        Assert.Contains((0, 0, 5L), Parts(memory.Next().Ranges));
    }

    [Fact]
    public void Looks_at_everything_again_after_ten_times_the_time_that_it_took()
    {
        RankMemory memory = new(_time);
        Settle(memory, 0, 100);
        memory.Counted(RankMemory.MostInVain + 1, TimeSpan.FromMilliseconds(100));
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(memory.Next().Ranges.IsEverything);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((true, true), (memory.Next().Ranges.IsEverything, memory.Next().Ranges.IsEverything is false));
    }

    [Fact]
    public void Looks_at_everything_again_in_the_end_however_long_it_takes()
    {
        RankMemory memory = new(_time);
        Settle(memory, 0, 100);
        memory.Counted(RankMemory.MostInVain + 1, TimeSpan.FromHours(1));
        _time.Advance(RankMemory.LongestPause);
        Assert.True(memory.Next().Ranges.IsEverything);
    }

    [Fact]
    public void After_a_look_that_failed_the_next_one_is_far_away()
    {
        RankMemory memory = new(_time);
        Settle(memory, 0, 100);
        Counted(memory);
        _time.Advance(RankMemory.LongestPause);
        Assert.True(memory.Next().Count);
        memory.Failed(TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(99));
        Assert.Contains((0, 0, 100L), Parts(memory.Next().Ranges));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(memory.Next().Ranges.IsEverything);
    }

    [Fact]
    public void Is_as_before_when_the_way_is_free_again()
    {
        RankMemory memory = new(_time);
        Settle(memory, 0, 100);
        Counted(memory);
        memory.Counted(0, TimeSpan.FromMilliseconds(1));
        Assert.True(memory.Next().Ranges.IsEverything);
    }

    [Fact]
    public void Forgets_the_priorities_that_were_not_seen_for_longest()
    {
        RankMemory memory = new(_time);
        for (int priority = 1; priority <= 20; priority++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            memory.Claimed(new Dictionary<int, long> { [priority] = priority }, everything: false);
        }

        Settle(memory, 20, 20);
        Counted(memory);
        (int, int, long)[] parts = Parts(memory.Next().Ranges);
        Assert.DoesNotContain((4, 4, 4L), parts);
        Assert.Contains((5, 5, 5L), parts);
        Assert.Contains((int.MinValue, 4, long.MinValue), parts);
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    public void Every_other_priority_is_in_exactly_one_part(int known)
    {
        RankRanges ranges = RankRanges.From([KeyValuePair.Create(known, 9L), KeyValuePair.Create(3, 8L)]);
        foreach (int priority in new[] { int.MinValue, int.MinValue + 1, -1, 0, 1, 2, 3, 4, int.MaxValue - 1, int.MaxValue })
        {
            (int, int, long Behind) part = Assert.Single(Parts(ranges), p => p.Lowest <= priority && priority <= p.Highest);
            Assert.Equal(priority == known ? 9 : priority == 3 ? 8 : long.MinValue, part.Behind);
        }
    }

    private static (int Lowest, int Highest, long Behind)[] Parts(RankRanges ranges) =>
        [.. ranges.Lowest.Select((lowest, i) => (lowest, ranges.Highest[i], ranges.Behind[i]))];

    // Two settlings: the first makes the latest place the next one that counts.
    private void Settle(RankMemory memory, int priority, long seq)
    {
        for (int i = 0; i < 3; i++)
        {
            _time.Advance(RankMemory.Settling);
            memory.Claimed(new Dictionary<int, long> { [priority] = seq }, everything: false);
        }
    }

    private void Counted(RankMemory memory) => memory.Counted(RankMemory.MostInVain + 1, RankMemory.LongestPause);
}
