using GeneratedScheduler.Actuators;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared;

/// <summary>The processes that have announced themselves in a database.</summary>
public sealed class ProcessTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    /// <summary>Every kind of database with names that want to break out or do not fit.</summary>
    public static TheoryData<string, string> HostileNames
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string kind in SqlTestStore.Kinds.Select(row => row.Data))
            {
                foreach (string name in (string[])["", "it's \"mine\"; DROP TABLE x --", @"\'\\%_`", "日本語 🐘 ß\u0130\t\r\n", "a\0b\u0001", new string('é', 500)])
                {
                    data.Add(kind, name);
                }
            }

            return data;
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.KindsAndMemory), MemberType = typeof(SqlTestStore))]
    public async Task Two_processes_over_one_database_are_listed_and_one_that_is_closed_is_not(string kind, bool inMemory)
    {
        await using SqlTestStore database = await SqlTestStore.CreateAsync(kind);
        await using Process first = Process.Over(database, inMemory);
        await using Process second = Process.Over(database, inMemory);
        await using Process looking = Process.Over(database, inMemory, runTasks: false);
        ITaskView view = ITaskView.Of(looking.Mails);
        Assert.Empty((await ListAsync(view)).Processes);

        first.Mails.Start();
        second.Mails.Start();
        looking.Mails.Start();
        await Eventually.IsTrueAsync(async () => (await ListAsync(view)).Processes.Count == 2, () => "both are listed");
        foreach (TaskProcess process in (await ListAsync(view)).Processes)
        {
            Assert.Contains(process.Claimant, new[] { first.Mails.Claimant, second.Mails.Claimant });
            Assert.Equal((Environment.MachineName, Environment.ProcessId), (process.MachineName, process.ProcessId));
            Assert.InRange(process.StartedAt, TimeProvider.System.GetUtcNow() - Long, process.LastSeenAt);
            Assert.InRange(process.LastSeenAt, TimeProvider.System.GetUtcNow() - Long, TimeProvider.System.GetUtcNow() + Long);
            Assert.Equal(["mail.first"], process.Runs.Keys);
        }

        await first.Mails.CloseAsync(Cancellation);
        Assert.Equal(second.Mails.Claimant, Assert.Single((await ListAsync(view)).Processes).Claimant);
        await second.Mails.CloseAsync(Cancellation);
        Assert.Empty((await ListAsync(view)).Processes);
        Assert.Equal(["0"], await database.QueryAsync("SELECT count(*) FROM scheduler_processes"));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task An_announcement_takes_the_place_of_the_one_before_and_holds_for_its_time(string kind)
    {
        await using SqlTestStore database = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = await database.OpenReadyAsync(FirstMailScheduler.CreateDefinition());
        ITaskStore store = ((ISqlContainer)container).Store;
        Guid id = Guid.NewGuid();
        ClaimantId me = ClaimantId.New();
        await store.AnnounceProcessAsync(new(id, me, "web-1", 4711, new Dictionary<string, int> { ["a"] = 1 }, TimeSpan.FromHours(1), Long), Cancellation);
        TaskProcess before = Assert.Single(await store.ListProcessesAsync(Cancellation));
        Assert.Equal((me, "web-1", 4711), (before.Claimant, before.MachineName, before.ProcessId));
        Assert.Equal(new Dictionary<string, int> { ["a"] = 1 }, before.Runs);
        Assert.InRange(before.LastSeenAt - before.StartedAt, TimeSpan.FromHours(0.99), TimeSpan.FromHours(1.01));

        // A process of another store lists the same.
        await using SqlTaskContainer<FirstMailTask, string> other = await database.OpenReadyAsync(FirstMailScheduler.CreateDefinition());
        Dictionary<string, int> more = new() { ["a"] = 0, ["b"] = 7 };
        await store.AnnounceProcessAsync(new(id, me, "web-1", 4711, more, TimeSpan.FromHours(2), TimeSpan.FromSeconds(1)), Cancellation);
        TaskProcess after = Assert.Single(await ((ISqlContainer)other).Store.ListProcessesAsync(Cancellation));
        Assert.Equal(before.StartedAt, after.StartedAt);
        Assert.True(after.LastSeenAt > before.LastSeenAt);
        Assert.Equal(more, after.Runs);

        await Eventually.IsTrueAsync(async () => (await store.ListProcessesAsync(Cancellation)).Count == 0, () => "the announcement is over");
        Assert.Equal(["1"], await database.QueryAsync("SELECT count(*) FROM scheduler_processes"));
        await store.WithdrawProcessAsync(Guid.NewGuid(), Cancellation);
        await store.WithdrawProcessAsync(id, Cancellation);
        Assert.Equal(["0"], await database.QueryAsync("SELECT count(*) FROM scheduler_processes"));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Announcements_that_are_over_are_removed_in_bounded_steps_by_whoever_announces(string kind)
    {
        await using SqlTestStore database = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = await database.OpenReadyAsync(FirstMailScheduler.CreateDefinition());
        ITaskStore store = ((ISqlContainer)container).Store;
        for (int i = 0; i < 150; i++)
        {
            await store.AnnounceProcessAsync(Announcement("lost"), Cancellation);
        }

        await database.ExecuteAsync("UPDATE scheduler_processes SET valid_until = started_at");
        Assert.Empty(await store.ListProcessesAsync(Cancellation));
        ProcessAnnouncement alive = Announcement("alive");
        await store.AnnounceProcessAsync(alive, Cancellation);
        Assert.Equal(["51"], await database.QueryAsync("SELECT count(*) FROM scheduler_processes"));
        await store.AnnounceProcessAsync(alive, Cancellation);
        Assert.Equal(["1"], await database.QueryAsync("SELECT count(*) FROM scheduler_processes"));

        // Also one's own, after a long pause: it is there again at once.
        await database.ExecuteAsync("UPDATE scheduler_processes SET valid_until = started_at");
        await store.AnnounceProcessAsync(alive, Cancellation);
        Assert.Equal("alive", Assert.Single(await store.ListProcessesAsync(Cancellation)).MachineName);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Many_processes_announce_themselves_at_once_while_others_are_lost(string kind)
    {
        await using SqlTestStore database = await SqlTestStore.CreateAsync(kind);
        List<SqlTaskContainer<FirstMailTask, string>> containers = [];
        for (int i = 0; i < 4; i++)
        {
            containers.Add(await database.OpenReadyAsync(FirstMailScheduler.CreateDefinition()));
        }

        await Task.WhenAll(containers.Select(container => Task.Run(
            async () =>
            {
                ITaskStore store = ((ISqlContainer)container).Store;
                ProcessAnnouncement alive = Announcement("alive");
                for (int i = 0; i < 40; i++)
                {
                    await store.AnnounceProcessAsync(alive, Cancellation);
                    await store.AnnounceProcessAsync(Announcement("lost", TimeSpan.FromTicks(10)), Cancellation);
                }
            },
            Cancellation)));
        ITaskStore any = ((ISqlContainer)containers[0]).Store;
        Assert.Equal(4, (await any.ListProcessesAsync(Cancellation)).Count(process => process.MachineName == "alive"));
        await any.AnnounceProcessAsync(Announcement("last"), Cancellation);
        Assert.Equal(["5"], await database.QueryAsync("SELECT count(*) FROM scheduler_processes"));
        foreach (SqlTaskContainer<FirstMailTask, string> container in containers)
        {
            await container.DisposeAsync();
        }
    }

    [Theory, MemberData(nameof(HostileNames))]
    public async Task Every_name_comes_back_as_it_is(string kind, string name)
    {
        await using SqlTestStore database = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = await database.OpenReadyAsync(FirstMailScheduler.CreateDefinition());
        ITaskStore store = ((ISqlContainer)container).Store;
        Dictionary<string, int> runs = Enumerable.Range(0, 100).ToDictionary(i => $"{name} {i}", i => i);
        await store.AnnounceProcessAsync(new(Guid.NewGuid(), ClaimantId.New(), name, int.MaxValue, runs, TimeSpan.Zero, Long), Cancellation);
        TaskProcess process = Assert.Single(await store.ListProcessesAsync(Cancellation));
        Assert.Equal((name, int.MaxValue), (process.MachineName, process.ProcessId));
        Assert.Equal(runs, process.Runs);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task What_a_later_version_or_somebody_else_has_written_hides_no_process(string kind)
    {
        await using SqlTestStore database = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = await database.OpenReadyAsync(FirstMailScheduler.CreateDefinition());
        ITaskStore store = ((ISqlContainer)container).Store;
        await store.AnnounceProcessAsync(Announcement("web-1"), Cancellation);
        await database.ExecuteAsync("""UPDATE scheduler_processes SET details = '{"region":{"name":[1]},"machine":"web-1","cores":2.5,"runs":{"a":2},"process":3}'""");
        TaskProcess later = Assert.Single(await store.ListProcessesAsync(Cancellation));
        Assert.Equal(("web-1", 3, 2), (later.MachineName, later.ProcessId, later.Runs["a"]));

        foreach (string text in (string[])["", "[1]", "{\"machine\":\"web-1\",", "{\"machine\":7,\"process\":1e400,\"runs\":[]}", "{\"runs\":{\"a\":\"b\"}}"])
        {
            await database.ExecuteAsync($"UPDATE scheduler_processes SET details = '{text}'");
            Assert.Single(await store.ListProcessesAsync(Cancellation));
        }
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Announcements_that_fail_cost_no_lease_and_the_next_start_makes_their_table_again(string kind)
    {
        await using SqlTestStore database = await SqlTestStore.CreateAsync(kind);
        await using (Process process = Process.Over(database, inMemory: false, lease: TimeSpan.FromSeconds(1)))
        {
            TaskHandle<string> handle = await process.Mails.EnqueueAsync(new FirstMailTask("a", 1), null, Cancellation);
            await database.ExecuteAsync("DROP TABLE scheduler_processes");
            process.Mails.Start();
            TaskContext run = await process.Actuator.Started.WaitAsync(TimeSpan.FromSeconds(90), TimeProvider.System, Cancellation);

            // Past the first announcement, and for several leases.
            await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System, Cancellation);
            Assert.False(run.CancellationToken.IsCancellationRequested);
            Assert.Empty(process.Mails.GetStatus().Problems);
            TaskProcessList list = await ITaskView.Of(process.Mails).ListProcessesAsync(Cancellation);
            Assert.Equal("mail.first", Assert.Single(list.Failures).Key);
            Assert.Empty(list.Processes);

            process.Actuator.End();
            Assert.Equal("done", await handle.Completion.WaitAsync(TimeSpan.FromSeconds(90), TimeProvider.System, Cancellation));
            Assert.Equal((1, 0), (run.Attempt, (await process.Mails.GetAsync(handle.Id, Cancellation))!.Losses));
        }

        await using Process next = Process.Over(database, inMemory: false);
        next.Mails.Start();
        ITaskView view = ITaskView.Of(next.Mails);
        await Eventually.IsTrueAsync(async () => (await ListAsync(view)).Processes.Count == 1, () => "the process is listed");
    }

    private static ProcessAnnouncement Announcement(string machine, TimeSpan? validFor = null) =>
        new(Guid.NewGuid(), ClaimantId.New(), machine, 1, new Dictionary<string, int>(), TimeSpan.FromHours(1), validFor ?? Long);

    private static async Task<TaskProcessList> ListAsync(ITaskView view)
    {
        TaskProcessList list = await view.ListProcessesAsync(Cancellation);
        Assert.Empty(list.Failures);
        return list;
    }

    /// <summary>One scheduler with a store and an engine of its own, as in a process of its own.</summary>
    private sealed class Process : IAsyncDisposable
    {
        private readonly SqlTaskContainer<FirstMailTask, string> _container;

        private Process(SqlTaskContainer<FirstMailTask, string> container, bool inMemory, bool runTasks, TimeSpan lease)
        {
            _container = container;
            ITaskStore store = ((ISqlContainer)container).Store;
            SchedulerOptions options = new() { RunTasks = runTasks, LeaseDuration = lease };
            Mails = new FirstMailScheduler(new SchedulerSetup<FirstMailTask, string>(FirstMailScheduler.CreateDefinition(), options)
            {
                Store = inMemory ? new CombinedStore(store) : store,
                Actuator = Actuator,
            });
        }

        public FirstMailScheduler Mails { get; }

        public WaitingActuator Actuator { get; } = new();

        // The container closes the store with it.
        public static Process Over(SqlTestStore database, bool inMemory, bool runTasks = true, TimeSpan? lease = null) =>
            new(database.Open(FirstMailScheduler.CreateDefinition()), inMemory, runTasks, lease ?? TimeSpan.FromSeconds(30));

        public async ValueTask DisposeAsync()
        {
            Actuator.End();
            await Mails.DisposeAsync();
            await _container.DisposeAsync();
        }
    }

    private sealed class WaitingActuator : FunctionActuator<FirstMailTask, string>
    {
        private readonly TaskCompletionSource<TaskContext> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<TaskContext> Started => _started.Task;

        public void End() => _ended.TrySetResult();

        protected override async ValueTask<string> InvokeAsync(FirstMailTask task, TaskContext context)
        {
            _started.TrySetResult(context);
            await _ended.Task;
            return "done";
        }
    }
}
