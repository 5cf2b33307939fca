using GeneratedScheduler.Conformance;
using GeneratedScheduler.Sql.Sqlite;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Sqlite;

public sealed class WatchTests
{
    [Fact]
    public async Task New_tasks_of_another_process_are_noticed_and_claims_are_not()
    {
        await using SqliteProbe store = new();
        SqlTaskContainer<ProbeTask, ProbeResult> other = await store.OpenAsync(SqliteProbe.Options(busySeconds: 41));
        await using SqliteDatabase database = new SqliteDatabase(SqliteLocation.From(store.Path, SqliteProbe.Options(busySeconds: 42)));
        using SemaphoreSlim signals = new(0);
        using IDisposable watch = database.Watch("probe", () => signals.Release());

        // The first look has nothing to compare with.
        Assert.True(await signals.WaitAsync(TimeSpan.FromSeconds(30), SqliteProbe.Cancellation));
        await SqliteProbe.AddAsync(other, SqliteProbe.Task());
        Assert.True(await signals.WaitAsync(TimeSpan.FromSeconds(30), SqliteProbe.Cancellation));
        ClaimedTask<ProbeTask> claimed = Assert.Single(await SqliteProbe.ClaimAsync(other));
        await other.ApplyAsync(
            new[] { TaskTransition<ProbeResult>.Succeed(claimed.Id, claimed.ClaimToken, null) }, new bool[1], SqliteProbe.Cancellation);
        Assert.False(await signals.WaitAsync(TimeSpan.FromMilliseconds(250), SqliteProbe.Cancellation));
    }

    [Fact]
    public async Task The_own_process_is_told_at_once_until_it_stops_watching()
    {
        await using SqliteProbe store = new();
        await store.OpenAsync();
        await using SqliteDatabase one = new SqliteDatabase(SqliteLocation.From(store.Path, SqliteProbe.Options()));
        await using SqliteDatabase two = new SqliteDatabase(SqliteLocation.From(store.Path, SqliteProbe.Options()));
        int failing = 0;
        int signals = 0;
        using IDisposable first = one.Watch("other_table", () => { failing++; throw new InvalidOperationException(); });
        IDisposable second = one.Watch("other_table", () => signals++);
        int before = signals;
        two.Announce("other_table");
        Assert.True(signals > before);
        Assert.True(failing > 0);
        second.Dispose();
        before = signals;
        two.Announce("other_table");
        Assert.Equal(before, signals);
    }
}
