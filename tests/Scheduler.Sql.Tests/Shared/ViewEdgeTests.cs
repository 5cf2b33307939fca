using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared;

/// <summary>Views of a database while tasks move on, and searches for what cannot be there.</summary>
public sealed class ViewEdgeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly ClaimantId Me = ClaimantId.New();

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_key_that_nobody_can_have_finds_nothing(string kind)
    {
        await using Lab lab = await Lab.OpenAsync(kind);
        await lab.FailAsync("x");
        await lab.AddAsync(new EnqueueOptions { UniqueKey = "k" });
        List<string> problems = [];
        foreach (string key in new[] { "a\0b", "half \uD800" })
        {
            TaskRowPage page = await lab.View.ListAsync(new() { Filter = new() { UniqueKey = key } }, Cancellation);
            problems.AddRange(page.Failures.Values.Select(f => f.GetType().FullName + ": " + f.Message));
            Assert.Empty(page.Rows);
            foreach (TaskState state in new[] { TaskState.Waiting, TaskState.Failed })
            {
                try
                {
                    await lab.Container.ListAsync(new TaskQuery(state) { Filter = new() { UniqueKey = key } }, Cancellation);
                }
                catch (Exception exception)
                {
                    problems.Add($"{state}: {exception.GetType().FullName} public={exception.GetType().IsPublic}: {exception.Message}");
                }
            }
        }

        Assert.Empty(problems);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Failure_texts_are_compared_by_ordinal(string kind)
    {
        await using Lab lab = await Lab.OpenAsync(kind);
        await lab.FailAsync("Disk straße é 100% a_b \\x \U0001F600 end");
        List<string> wrong = [];
        foreach ((string text, bool found) in new[]
        {
            ("Disk", true), ("DISK", false), ("strasse", false), ("straße", true), ("STRASSE", false), (" e ", false), ("é", true), ("e\u0301", false), ("100%", true), ("1%", false),
            ("a_b", true), ("a%b", false), ("aXb", false), ("\\x", true), ("\U0001F600", true), ("\U0001F601", false), ("end ", false), ("end", true), ("\0", false), ("\uD800", false), ("", true), ("'; --", false),
            ("nothing\0", false), ("\u200B", false), ("\u00AD", false), ("Di\u200Bsk", false),
        })
        {
            TaskRowPage page = await lab.View.ListAsync(new() { Filter = new() { FailureText = text } }, Cancellation);
            if (page.Failures.Count > 0 || page.Rows.Count != (found ? 1 : 0))
            {
                wrong.Add($"'{text}' found {page.Rows.Count} {page.Failures.Values.FirstOrDefault()?.Message}");
            }
        }

        Assert.Empty(wrong);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_stop_of_everything_that_waits_does_not_miss_what_becomes_due_meanwhile(string kind)
    {
        await using Lab lab = await Lab.OpenAsync(kind);
        await lab.AddAsync();
        await lab.AddAsync(new EnqueueOptions { Delay = TimeSpan.FromSeconds(1), Priority = 1 });
        TaskId delayed = await lab.AddAsync(new EnqueueOptions { Delay = TimeSpan.FromSeconds(1) });
        await lab.AddAsync(new EnqueueOptions { Delay = TimeSpan.FromHours(1) });
        TaskSearch search = new() { States = [TaskState.Waiting], PageSize = 1 };
        TaskCommandStep step = await lab.View.ExecuteAsync(TaskCommand.Stop, search, Cancellation);
        Assert.Equal(1, step.Done);
        await Task.Delay(TimeSpan.FromMilliseconds(1_200), TimeProvider.System, Cancellation);

        // Another process asks for something that is not there, and makes due tasks ready.
        await lab.Container.WaitForTasksAsync(new ClaimRequest(Me, TimeSpan.FromMinutes(5)), TimeSpan.FromSeconds(5), Cancellation);
        var none = new ClaimedTask<FirstMailTask>[1];
        await lab.Container.ClaimAsync(new ClaimRequest(Me, TimeSpan.FromMinutes(5)), none, Cancellation);
        while (step.NextCursor is { } cursor)
        {
            step = await lab.View.ExecuteAsync(TaskCommand.Stop, search with { Cursor = cursor }, Cancellation);
        }

        Assert.Equal(TaskState.Stopped, (await lab.Container.GetAsync(delayed)).State);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_stop_of_running_tasks_ends_though_their_leases_are_renewed(string kind)
    {
        await using Lab lab = await Lab.OpenAsync(kind);
        List<ClaimKey> held = [];
        for (int i = 0; i < 3; i++)
        {
            await lab.AddAsync();
            ClaimedTask<FirstMailTask> claimed = await lab.RunAsync();
            held.Add(new ClaimKey(claimed.Id, claimed.ClaimToken));
        }

        int requested = 0;
        string? cursor = null;
        int steps = 0;
        do
        {
            TaskCommandStep step = await lab.View.ExecuteAsync(TaskCommand.Stop, new() { States = [TaskState.Running], PageSize = 1, Cursor = cursor }, Cancellation);
            requested += step.Requested;
            cursor = step.NextCursor;
            await lab.Container.RenewAsync(new RenewRequest(Me, held.ToArray(), TimeSpan.FromMinutes(5)), Cancellation);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancellation);
        }
        while (cursor is not null && ++steps < 30);
        Assert.Equal((3, true), (requested, steps < 30));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task What_an_earlier_build_reserved_is_not_claimed_as_the_decision_says(string kind)
    {
        await using Lab lab = await Lab.OpenAsync(kind);
        TaskId id = await lab.AddAsync();
        string q(string s) => lab.Database.Quote(s);
        string owner = kind == PostgreSqlTestStore.Kind ? "gen_random_uuid()" : "'0198a7a0-0000-7000-8000-000000000001'";
        string no = kind == SqliteTestStore.Kind ? "0" : "false";
        await lab.Database.ExecuteAsync($"UPDATE {q(lab.Container.Table)} SET task_owner = {owner}, task_claim_token = 77, task_ready = {no}, task_lease_until = '2099-01-01 00:00:00'");
        var claimed = new ClaimedTask<FirstMailTask>[1];
        Assert.Equal(0, await lab.Container.ClaimAsync(new ClaimRequest(Me, TimeSpan.FromMinutes(5)), claimed, Cancellation));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_reservation_of_an_earlier_build_whose_lease_is_over_has_no_negative_attempt(string kind)
    {
        await using Lab lab = await Lab.OpenAsync(kind);
        TaskId id = await lab.AddAsync();
        string q(string s) => lab.Database.Quote(s);
        string owner = kind == PostgreSqlTestStore.Kind ? "gen_random_uuid()" : "'0198a7a0-0000-7000-8000-000000000001'";
        string no = kind == SqliteTestStore.Kind ? "0" : "false";
        await lab.Database.ExecuteAsync($"UPDATE {q(lab.Container.Table)} SET task_owner = {owner}, task_claim_token = 77, task_ready = {no}, task_lease_until = '2001-01-01 00:00:00.000000'");
        await lab.Container.RescueAsync(new RescueRequest(false, 3, 10), Cancellation);
        Assert.InRange((await lab.Container.GetAsync(id)).Attempt, 0, 1);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_stop_of_everything_that_waits_leaves_what_was_added_after_it_began(string kind)
    {
        await using Lab lab = await Lab.OpenAsync(kind);
        await lab.AddAsync();
        await lab.AddAsync();
        TaskSearch search = new() { States = [TaskState.Waiting], PageSize = 1 };
        TaskCommandStep step = await lab.View.ExecuteAsync(TaskCommand.Stop, search, Cancellation);
        TaskId later = await lab.AddAsync(new EnqueueOptions { Priority = 5 });
        TaskId laterDelayed = await lab.AddAsync(new EnqueueOptions { Delay = TimeSpan.FromHours(1) });
        while (step.NextCursor is { } cursor)
        {
            step = await lab.View.ExecuteAsync(TaskCommand.Stop, search with { Cursor = cursor }, Cancellation);
        }

        Assert.Equal((TaskState.Waiting, TaskState.Waiting), ((await lab.Container.GetAsync(later)).State, (await lab.Container.GetAsync(laterDelayed)).State));
    }

    private sealed class Lab : IAsyncDisposable
    {
        public required SqlTestStore Database { get; init; }
        public required SqlTaskContainer<FirstMailTask, string> Container { get; init; }
        public required FirstMailScheduler Scheduler { get; init; }
        public ITaskView View => ITaskView.Of(Scheduler);

        public static async Task<Lab> OpenAsync(string kind)
        {
            SqlTestStore database = await SqlTestStore.CreateAsync(kind);
            SqlTaskContainer<FirstMailTask, string> container = database.Open(FirstMailScheduler.CreateDefinition());
            await container.InitializeAsync(Cancellation);
            return new Lab { Database = database, Container = container, Scheduler = new FirstMailScheduler(new SchedulerSetup<FirstMailTask, string>(FirstMailScheduler.CreateDefinition(), new SchedulerOptions { RunTasks = false }) { Container = container }) };
        }

        public async Task<TaskId> AddAsync(EnqueueOptions? options = null)
        {
            TaskId id = TaskId.New();
            await Container.AddAsync(new[] { new NewTask<FirstMailTask>(id, new FirstMailTask("a", 1), options ?? EnqueueOptions.Default) }, default, Cancellation);
            return id;
        }

        public async Task<ClaimedTask<FirstMailTask>> RunAsync()
        {
            var claimed = new ClaimedTask<FirstMailTask>[1];
            Assert.Equal(1, await Container.ClaimAsync(new ClaimRequest(Me, TimeSpan.FromMinutes(5)), claimed, Cancellation));
            return claimed[0];
        }

        public async Task FailAsync(string message)
        {
            await AddAsync();
            ClaimedTask<FirstMailTask> claimed = await RunAsync();
            await Container.ApplyAsync(new[] { TaskTransition<string>.Fail(claimed.Id, claimed.ClaimToken, new TaskFailure(TaskFailureReason.Exception, message)) }, new bool[1], Cancellation);
        }

        public async ValueTask DisposeAsync()
        {
            await Scheduler.DisposeAsync();
            await Container.DisposeAsync();
            await Database.DisposeAsync();
        }
    }
}
