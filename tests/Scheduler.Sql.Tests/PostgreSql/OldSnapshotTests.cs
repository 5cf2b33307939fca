using GeneratedScheduler.Sql.PostgreSql;
using GeneratedScheduler.Sql.Tests.Shared;
using GeneratedScheduler.Storage;
using Npgsql;

namespace GeneratedScheduler.Sql.Tests.PostgreSql;

/// <summary>While another session holds an old snapshot open, so that nothing that was claimed since may be removed.</summary>
public sealed class OldSnapshotTests
{
    private const int Claimed = 30_000;
    private const int Claims = 200;

    private static readonly ClaimRequest Request = new(ClaimantId.New(), TimeSpan.FromMinutes(10));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_claim_does_not_walk_over_everything_that_was_claimed()
    {
        await using Scene scene = await Scene.SetAsync();
        await scene.AddAsync(2_500);

        // What was learnt is used once it is old enough. Until then each claim walks over everything, and a fast machine makes all of them in that time.
        long begin = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begin) < RankMemory.ShortestPause + (RankMemory.Settling * 4))
        {
            Assert.Equal(10, await scene.ClaimAsync(10));
            await Task.Delay(RankMemory.Settling / 5, TimeProvider.System, Cancellation);
        }

        for (int i = 0; i < Claims; i++)
        {
            Assert.Equal(10, await scene.ClaimAsync(10));
        }

        // Each of the last claims would walk over all that were made before; making them walks over half as much, thirty times.
        Assert.InRange(await scene.CloseAndReadWalkedAsync(), Claimed + (Claims * 10), Claims * (long)Claimed / 3);
    }

    [Fact]
    public async Task An_urgent_task_still_comes_first()
    {
        await using Scene scene = await Scene.SetAsync();
        await scene.AddAsync(100);
        await scene.ClaimAsync(10);
        TaskId urgent = (await scene.AddAsync(1, new EnqueueOptions { Priority = 5 }))[0];
        ClaimedTask<FirstMailTask>[] claimed = new ClaimedTask<FirstMailTask>[1];
        Assert.Equal(1, await scene.Container.ClaimAsync(Request, claimed, Cancellation));
        Assert.Equal(urgent, claimed[0].Id);
    }

    [Fact]
    public async Task A_task_that_another_process_gives_back_is_found()
    {
        await using Scene scene = await Scene.SetAsync();
        await using SqlTaskContainer<FirstMailTask, string> other = scene.OpenAnother();
        await other.InitializeAsync(Cancellation);
        await other.ApplyAsync(new[] { TaskTransition<string>.Release(scene.First.Id, scene.First.ClaimToken) }, new bool[1], Cancellation);
        await scene.FindAsync(scene.First.Id);
    }

    [Fact]
    public async Task A_task_whose_transaction_commits_late_is_found()
    {
        await using Scene scene = await Scene.SetAsync();
        await using NpgsqlConnection connection = await scene.ConnectAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
        TaskId late = TaskId.New();
        await scene.Container.AddInTransactionAsync(transaction, new[] { new NewTask<FirstMailTask>(late, new("late", 1), EnqueueOptions.Default) }, Cancellation);
        await scene.AddAsync(1_000);
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(20, await scene.ClaimAsync(20));
        }

        await transaction.CommitAsync(Cancellation);
        await scene.FindAsync(late);
    }

    /// <summary>A table with many claimed tasks, whose places a reader still needs, and a container that has claimed them.</summary>
    private sealed class Scene : IAsyncDisposable
    {
        private readonly PostgreSqlTestStore _store;
        private NpgsqlConnection? _reader;

        private Scene(PostgreSqlTestStore store)
        {
            _store = store;
            Container = OpenAnother();
        }

        public SqlTaskContainer<FirstMailTask, string> Container { get; }

        /// <summary>One of those that were claimed first.</summary>
        public ClaimedTask<FirstMailTask> First { get; private set; }

        public static async Task<Scene> SetAsync()
        {
            Scene scene = new(await PostgreSqlTestStore.CreateAsync());
            await scene.Container.InitializeAsync(Cancellation);
            scene._reader = await scene.ConnectAsync();
            await ExecuteAsync(scene._reader, "BEGIN ISOLATION LEVEL REPEATABLE READ");
            await ExecuteAsync(scene._reader, "SELECT 1");
            ClaimedTask<FirstMailTask>[] claimed = new ClaimedTask<FirstMailTask>[1_000];
            for (int i = 0; i < Claimed; i += claimed.Length)
            {
                await scene.AddAsync(claimed.Length);
                Assert.Equal(claimed.Length, await scene.Container.ClaimAsync(Request, claimed, Cancellation));
                scene.First = i == 0 ? claimed[0] : scene.First;
            }

            return scene;
        }

        public SqlTaskContainer<FirstMailTask, string> OpenAnother() => _store.Open(FirstMailScheduler.CreateDefinition());

        public async Task<NpgsqlConnection> ConnectAsync() => (NpgsqlConnection)await _store.ConnectAsync();

        public async Task<TaskId[]> AddAsync(int count, EnqueueOptions? options = null)
        {
            NewTask<FirstMailTask>[] tasks =
                [.. Enumerable.Range(0, count).Select(i => new NewTask<FirstMailTask>(TaskId.New(), new("a", i), options ?? EnqueueOptions.Default))];
            await Container.AddAsync(tasks, default, Cancellation);
            return [.. tasks.Select(t => t.Id)];
        }

        public ValueTask<int> ClaimAsync(int count) => Container.ClaimAsync(Request, new ClaimedTask<FirstMailTask>[count], Cancellation);

        /// <summary>Claims until the task is among what comes, while there always is something else to claim.</summary>
        public async Task FindAsync(TaskId wanted)
        {
            ClaimedTask<FirstMailTask>[] claimed = new ClaimedTask<FirstMailTask>[1];
            long begin = TimeProvider.System.GetTimestamp();
            do
            {
                Assert.True(TimeProvider.System.GetElapsedTime(begin) < Patience, "The task is ready and was not claimed.");
                await AddAsync(1);
                Assert.Equal(1, await Container.ClaimAsync(Request, claimed, Cancellation));
            }
            while (claimed[0].Id != wanted);
        }

        /// <summary>How many entries of the index of waiting tasks were read. Sessions report everything when they end.</summary>
        public async Task<long> CloseAndReadWalkedAsync()
        {
            await Container.DisposeAsync();
            await using NpgsqlConnection connection = await ConnectAsync();
            long begin = TimeProvider.System.GetTimestamp();
            while (await AskAsync(connection, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '/* %' AND query LIKE '%' || current_schema() || '%' AND pid <> pg_backend_pid()") > 0)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(begin) < Patience, "The sessions of the container do not end.");
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
            }

            return await AskAsync(connection, "SELECT idx_tup_read FROM pg_stat_user_indexes WHERE schemaname = current_schema() AND indexrelname LIKE '%\\_waiting'");
        }

        public async ValueTask DisposeAsync()
        {
            if (_reader is { } reader)
            {
                await reader.DisposeAsync();
            }

            await Container.DisposeAsync();
            await _store.DisposeAsync();
        }

        private static async Task<long> AskAsync(NpgsqlConnection connection, string sql)
        {
            await using NpgsqlCommand command = new(sql, connection);
            return (long)(await command.ExecuteScalarAsync(Cancellation))!;
        }

        private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
        {
            await using NpgsqlCommand command = new(sql, connection);
            await command.ExecuteNonQueryAsync(Cancellation);
        }
    }
}
