using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared;

/// <summary>A view of several kinds of tasks in one database.</summary>
public sealed class ViewTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.KindsAndMemory), MemberType = typeof(SqlTestStore))]
    public async Task Ends_of_two_kinds_that_were_written_together_are_one_list_on_pages_of_every_size(string kind, bool inMemory)
    {
        await using Viewed viewed = await Viewed.CreateAsync(kind, inMemory);
        for (int round = 0; round < 4; round++)
        {
            // Twelve ends at one moment.
            await viewed.FailAsync(viewed.First, new FirstMailTask("a", round), 12, "Disk full");
            await viewed.FailAsync(viewed.Optional, new OptionalMailTask("b", round), 7, "No answer");
        }

        foreach (int size in new[] { 1, 5, 76, 100 })
        {
            foreach (bool newestFirst in new[] { false, true })
            {
                List<TaskRow> rows = await viewed.ListAllAsync(new() { States = [TaskState.Failed], PageSize = size, NewestFirst = newestFirst });
                DateTimeOffset[] ends = [.. rows.Select(row => row.Record.FinishedAt!.Value)];
                Assert.Equal(newestFirst ? ends.OrderDescending() : ends.Order(), ends);
                Assert.Equal(76, rows.Select(row => row.Record.Id).Distinct().Count());
                Assert.Equal(76, rows.Count);
            }
        }

        Assert.Equal(28, (await viewed.ListAllAsync(new() { PageSize = 10, Filter = new() { FailureText = "answer" } })).Count);
    }

    [Theory, MemberData(nameof(SqlTestStore.KindsAndMemory), MemberType = typeof(SqlTestStore))]
    public async Task A_command_reaches_all_that_a_search_finds_in_steps(string kind, bool inMemory)
    {
        await using Viewed viewed = await Viewed.CreateAsync(kind, inMemory);
        await viewed.FailAsync(viewed.First, new FirstMailTask("a", 1), 25, "Disk full");
        await viewed.FailAsync(viewed.First, new FirstMailTask("a", 1), 5, "Oops");
        await viewed.FailAsync(viewed.Optional, new OptionalMailTask("b", 1), 25, "Disk full");
        TaskSearch search = new() { Filter = new() { FailureText = "full" }, PageSize = 8 };
        Assert.Equal(50, (await viewed.View.CountAsync(search, TaskCommand.Restart, cancellationToken: Cancellation)).Count);

        int done = 0;
        string? cursor = null;
        do
        {
            TaskCommandStep step = await viewed.View.ExecuteAsync(TaskCommand.Restart, search with { Cursor = cursor }, Cancellation);
            Assert.Empty(step.Refused);
            Assert.InRange(step.Done, 0, 8);
            (done, cursor) = (done + step.Done, step.NextCursor);
        }
        while (cursor is not null);
        Assert.Equal(50, done);
        IReadOnlyList<TaskKindCounts> counts = await viewed.View.CountAsync(Cancellation);
        Assert.Equal([(25L, 5L), (25L, 0L)], counts.Select(c => (c.Counts.Waiting, c.Counts.Failed)));
        Assert.All(counts, c => Assert.InRange(c.LongestWait!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(5)));
        Assert.Equal(55, (await viewed.View.CountAsync(new TaskSearch(), cancellationToken: Cancellation)).Count);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_kind_without_a_table_is_reported_and_the_other_is_shown(string kind)
    {
        await using Viewed viewed = await Viewed.CreateAsync(kind, inMemory: false);
        await viewed.FailAsync(viewed.First, new FirstMailTask("a", 1), 1, "Oops");
        await viewed.Optional.EnqueueAsync(new OptionalMailTask("b", 1), null, Cancellation);
        await viewed.Database.ExecuteAsync($"DROP TABLE {viewed.Database.Quote("mail_optional")}");
        TaskRowPage page = await viewed.View.ListAsync(new(), Cancellation);
        Assert.Equal("mail.first", Assert.Single(page.Rows).Kind);
        Assert.Equal("mail.optional", Assert.Single(page.Failures).Key);
    }

    /// <summary>Two schedulers over one store, which run nothing.</summary>
    private sealed class Viewed : IAsyncDisposable
    {
        private static readonly ClaimantId Me = ClaimantId.New();

        private readonly Dictionary<object, ITaskContainer> _containers = [];

        private Viewed(SqlTestStore database, bool inMemory)
        {
            Database = database;
            First = new FirstMailScheduler(Setup(FirstMailScheduler.CreateDefinition(), inMemory));
            Optional = new OptionalMailScheduler(Setup(OptionalMailScheduler.CreateDefinition(), inMemory));
            View = ITaskView.Of(First, Optional);
        }

        public SqlTestStore Database { get; }

        public FirstMailScheduler First { get; }

        public OptionalMailScheduler Optional { get; }

        public ITaskView View { get; }

        public static async Task<Viewed> CreateAsync(string kind, bool inMemory) => new(await SqlTestStore.CreateAsync(kind), inMemory);

        /// <summary>Adds tasks and ends them as failed, all in one call.</summary>
        public async Task FailAsync<TTask>(Scheduler<TTask, string> scheduler, TTask task, int count, string message)
        {
            await scheduler.EnqueueManyAsync(Enumerable.Repeat(task, count), null, Cancellation);
            var container = (ITaskContainer<TTask, string>)_containers[typeof(TTask)];
            var claimed = new ClaimedTask<TTask>[count];
            int claims = 0;
            while (claims < count)
            {
                claims += await container.ClaimAsync(new ClaimRequest(Me, TimeSpan.FromMinutes(5)), claimed.AsMemory(claims), Cancellation);
            }

            TaskTransition<string>[] ends = [.. claimed.Select(c => TaskTransition<string>.Fail(c.Id, c.ClaimToken, new TaskFailure(TaskFailureReason.Exception, message)))];
            bool[] accepted = new bool[count];
            await container.ApplyAsync(ends, accepted, Cancellation);
            Assert.DoesNotContain(false, accepted);
        }

        public async Task<List<TaskRow>> ListAllAsync(TaskSearch search)
        {
            List<TaskRow> all = [];
            string? cursor = null;
            do
            {
                TaskRowPage page = await View.ListAsync(search with { Cursor = cursor }, Cancellation);
                Assert.Empty(page.Failures);
                Assert.InRange(page.Rows.Count, cursor is null ? 0 : 1, search.PageSize);
                all.AddRange(page.Rows);
                cursor = page.NextCursor;
            }
            while (cursor is not null && all.Count < 1_000);
            return all;
        }

        public async ValueTask DisposeAsync()
        {
            await First.DisposeAsync();
            await Optional.DisposeAsync();
            foreach (ITaskContainer container in _containers.Values)
            {
                await container.DisposeAsync();
            }

            await Database.DisposeAsync();
        }

        private SchedulerSetup<TTask, string> Setup<TTask>(TaskDefinition<TTask, string> definition, bool inMemory)
        {
            SqlTaskContainer<TTask, string> durable = Database.Open(definition);
            ITaskContainer<TTask, string> container = inMemory ? new CombinedTaskContainer<TTask, string>(durable) : durable;
            _containers.Add(typeof(TTask), container);
            return new SchedulerSetup<TTask, string>(definition, new SchedulerOptions { RunTasks = false }) { Container = container };
        }
    }
}
