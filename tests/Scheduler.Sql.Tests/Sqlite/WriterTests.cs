using System.Buffers.Binary;
using GeneratedScheduler.Conformance;
using GeneratedScheduler.Sql.Sqlite;
using GeneratedScheduler.Storage;
using Microsoft.Data.Sqlite;

namespace GeneratedScheduler.Sql.Tests.Sqlite;

public sealed class WriterTests
{
    [Fact]
    public async Task What_waits_together_is_committed_together_and_fails_alone()
    {
        await using SqliteProbe store = new();
        SqlTaskContainer<ProbeTask, ProbeResult> container = await store.OpenAsync();
        TaskId taken = TaskId.New();
        await SqliteProbe.AddAsync(container, SqliteProbe.Task(id: taken));
        int before = Commits(store.Path);
        Task[] adds;
        using (SqliteConnection other = store.Connect())
        using (SqliteTransaction holding = other.BeginTransaction())
        {
            adds = [.. Enumerable.Range(0, 50).Select(i => SqliteProbe.AddAsync(container, SqliteProbe.Task(i, i == 25 ? taken : null)))];
            Assert.All(adds, add => Assert.False(add.IsCompleted));
        }

        await Assert.ThrowsAsync<DuplicateTaskException>(() => adds[25]);
        await Task.WhenAll(adds.Where((_, i) => i != 25));

        // One for the group; the add with the conflict looks who is in the way, finds out, and does not write again.
        Assert.InRange(Commits(store.Path) - before, 1, 3);
        Assert.Equal(50, (await container.CountAsync(SqliteProbe.Cancellation)).Waiting);
        Assert.Equal(50L, store.Ask("SELECT count(*) FROM probe"));
    }

    [Fact]
    public async Task A_trigger_that_rolls_everything_back_undoes_nothing_of_others()
    {
        await using SqliteProbe store = new();
        SqlTaskContainer<ProbeTask, ProbeResult> container = await store.OpenAsync();
        TaskId refused = TaskId.New();
        Task[] adds;
        using (SqliteConnection other = store.Connect())
        {
            using SqliteCommand trigger = other.CreateCommand();
            trigger.CommandText = $"CREATE TRIGGER undo BEFORE INSERT ON probe WHEN NEW.task_id = '{refused}' BEGIN SELECT RAISE(ROLLBACK, 'nothing of it'); END";
            trigger.ExecuteNonQuery();
            using SqliteTransaction holding = other.BeginTransaction();
            adds = [.. Enumerable.Range(0, 50).Select(i => SqliteProbe.AddAsync(container, SqliteProbe.Task(i, i == 25 ? refused : null)))];
            Assert.All(adds, add => Assert.False(add.IsCompleted));
        }

        InvalidTaskException refusal = await Assert.ThrowsAsync<InvalidTaskException>(() => adds[25]);
        Assert.Contains("nothing of it", refusal.Message, StringComparison.Ordinal);
        await Task.WhenAll(adds.Where((_, i) => i != 25));
        Assert.Equal(49, (await container.CountAsync(SqliteProbe.Cancellation)).Waiting);
        Assert.Equal(49L, store.Ask("SELECT count(*) FROM probe"));
    }

    [Fact]
    public async Task What_waits_can_be_cancelled_and_is_then_not_done()
    {
        await using SqliteProbe store = new();
        SqlTaskContainer<ProbeTask, ProbeResult> container = await store.OpenAsync();
        using (SqliteConnection other = store.Connect())
        using (SqliteTransaction holding = other.BeginTransaction())
        {
            Task first = SqliteProbe.AddAsync(container, SqliteProbe.Task());
            using CancellationTokenSource cancelling = new();
            Task second = container.AddAsync(new[] { SqliteProbe.Task() }, Memory<ITaskOutcomeSource<ProbeResult>?>.Empty, cancelling.Token).AsTask();
            Assert.False(first.IsCompleted);
            await cancelling.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
            holding.Rollback();
            await first;
        }

        Assert.Equal(1L, store.Ask("SELECT count(*) FROM probe"));
    }

    [Fact]
    public async Task A_lock_that_is_held_too_long_is_reported_and_the_next_write_works()
    {
        await using SqliteProbe store = new();
        SqlTaskContainer<ProbeTask, ProbeResult> container = await store.OpenAsync(
            new SqliteContainerOptions { Synchronous = SqliteSynchronous.Normal, BusyTimeout = TimeSpan.FromMilliseconds(100) });
        using (SqliteConnection other = store.Connect())
        using (SqliteTransaction holding = other.BeginTransaction())
        {
            SqliteFileException busy = await Assert.ThrowsAsync<SqliteFileException>(() => SqliteProbe.AddAsync(container, SqliteProbe.Task()));
            Assert.Contains(nameof(SqliteContainerOptions.BusyTimeout), busy.Message, StringComparison.Ordinal);
        }

        await SqliteProbe.AddAsync(container, SqliteProbe.Task());
        Assert.Equal(1, (await container.CountAsync(SqliteProbe.Cancellation)).Waiting);
    }

    [Fact]
    public async Task Tokens_grow_also_when_rows_are_gone_and_the_file_was_closed()
    {
        await using SqliteProbe store = new();
        long last = 0;
        for (int life = 0; life < 3; life++)
        {
            await using SqlTaskContainer<ProbeTask, ProbeResult> container = await store.OpenAsync();
            await SqliteProbe.AddAsync(container, SqliteProbe.Task(), SqliteProbe.Task(), SqliteProbe.Task());
            ClaimedTask<ProbeTask>[] claimed = await SqliteProbe.ClaimAsync(container);
            long[] tokens = [.. claimed.Select(c => c.ClaimToken)];
            Assert.Equal([last + 1, last + 2, last + 3], tokens);
            last += 3;
            store.Ask("DELETE FROM probe");
            store.Ask("UPDATE scheduler_counts SET waiting = 0, running = 0");
        }
    }

    [Fact]
    public async Task Counts_that_are_lost_are_counted_anew_and_tokens_still_grow()
    {
        await using SqliteProbe store = new();
        await using (SqlTaskContainer<ProbeTask, ProbeResult> container = await store.OpenAsync())
        {
            await SqliteProbe.AddAsync(container, SqliteProbe.Task(), SqliteProbe.Task(), SqliteProbe.Task());
            await SqliteProbe.ClaimAsync(container, 2);
        }

        store.Ask("DELETE FROM scheduler_counts");
        SqlTaskContainer<ProbeTask, ProbeResult> again = await store.OpenAsync();
        Assert.Equal(3, Assert.Single(await SqliteProbe.ClaimAsync(again)).ClaimToken);
        Assert.Equal(3, (await again.CountAsync(SqliteProbe.Cancellation)).Running);
    }

    [Fact]
    public async Task Writers_that_share_nothing_but_the_file_claim_each_task_once()
    {
        await using SqliteProbe store = new();
        SqlTaskContainer<ProbeTask, ProbeResult> first = await store.OpenAsync();
        await SqliteProbe.AddAsync(first, [.. Enumerable.Range(0, 400).Select(i => SqliteProbe.Task(i))]);
        // Other settings, other connections: as if they were other processes.
        Task<List<long>>[] workers = [.. Enumerable.Range(31, 4).Select(seconds => Task.Run(async () =>
        {
            SqlTaskContainer<ProbeTask, ProbeResult> container;
            lock (store)
            {
                container = store.OpenAsync(SqliteProbe.Options(seconds)).GetAwaiter().GetResult();
            }

            List<long> tokens = [];
            while (await SqliteProbe.ClaimAsync(container, 7) is { Length: > 0 } claimed)
            {
                tokens.AddRange(claimed.Select(c => c.ClaimToken));
            }

            return tokens;
        }))];
        List<long> all = [.. (await Task.WhenAll(workers)).SelectMany(t => t)];
        Assert.Equal(Enumerable.Range(1, 400).Select(t => (long)t), all.Order());
    }

    // Frames that end a transaction, since the last checkpoint.
    private static int Commits(string path)
    {
        using FileStream file = new(path + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] wal = new byte[file.Length];
        file.ReadExactly(wal);
        int page = BinaryPrimitives.ReadInt32BigEndian(wal.AsSpan(8));
        int commits = 0;
        for (int frame = 32; frame + 24 + page <= wal.Length && wal.AsSpan(frame + 8, 8).SequenceEqual(wal.AsSpan(16, 8)); frame += 24 + page)
        {
            commits += BinaryPrimitives.ReadInt32BigEndian(wal.AsSpan(frame + 4)) != 0 ? 1 : 0;
        }

        return commits;
    }
}
