using GeneratedScheduler.Conformance;
using GeneratedScheduler.Sql.Sqlite;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Sqlite;

public sealed class WatchTests
{
    [Fact]
    public async Task New_tasks_of_another_process_are_noticed_and_claims_are_not()
    {
        await using SqliteStore store = new();
        SqlTaskContainer<ProbeTask, ProbeResult> other = await store.OpenAsync(SqliteStore.Options(busySeconds: 41));
        await using SqliteDatabase database = SqliteTaskContainer.Open(store.Path, SqliteStore.Options(busySeconds: 42));
        using SemaphoreSlim signals = new(0);
        using IDisposable watch = database.Watch("probe", () => signals.Release());

        // The first look has nothing to compare with.
        Assert.True(await signals.WaitAsync(TimeSpan.FromSeconds(30), SqliteStore.Cancellation));
        await SqliteStore.AddAsync(other, SqliteStore.Task());
        Assert.True(await signals.WaitAsync(TimeSpan.FromSeconds(30), SqliteStore.Cancellation));
        ClaimedTask<ProbeTask> claimed = Assert.Single(await SqliteStore.ClaimAsync(other));
        await other.ApplyAsync(
            new[] { TaskTransition<ProbeResult>.Succeed(claimed.Id, claimed.ClaimToken, null) }, new bool[1], SqliteStore.Cancellation);
        Assert.False(await signals.WaitAsync(TimeSpan.FromMilliseconds(250), SqliteStore.Cancellation));
    }

    [Fact]
    public async Task The_own_process_is_told_at_once_until_it_stops_watching()
    {
        await using SqliteStore store = new();
        await store.OpenAsync();
        await using SqliteDatabase one = SqliteTaskContainer.Open(store.Path, SqliteStore.Options());
        await using SqliteDatabase two = SqliteTaskContainer.Open(store.Path, SqliteStore.Options());
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
