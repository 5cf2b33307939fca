using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared.Hostile;

/// <summary>What tasks say of themselves besides their payload comes back as it is; a message that a database cannot hold is kept as far as it can.</summary>
public sealed class ValueTests
{
    private static readonly string[] Texts =
    [
        "'; DROP TABLE mail; --", "\" OR \"\"=\"", "\\", "\\'", "`", "%_", "@p0 ?1 $1 :now {0}", "🚀 表 é", "e\u0301", " ", "a ", "A", "a", "ä", "\r\n\t", "\uFFFD\uFFFF",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Unique_keys_are_the_same_only_if_all_of_them_is(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = await store.OpenReadyAsync(FirstMailScheduler.CreateDefinition());
        string[] keys = [.. Texts, new string('表', 200), new string('表', 199) + "a", string.Concat(Enumerable.Repeat("🚀", 100))];
        NewTask<FirstMailTask>[] tasks = [.. keys.Select((key, i) => ContainerSteps.New(new FirstMailTask("a", i), key))];
        await container.AddAsync(tasks, default, Cancellation);
        Assert.Equal(keys, (await container.ClaimAsync()).Select(c => c.Options.UniqueKey));
        for (int i = 0; i < keys.Length; i++)
        {
            DuplicateTaskException taken = await Assert.ThrowsAsync<DuplicateTaskException>(
                async () => await container.AddAsync(new[] { ContainerSteps.New(new FirstMailTask("b", i), keys[i]) }, default, Cancellation));
            Assert.Equal((tasks[i].Id, keys[i]), (taken.Conflicts[0].ExistingId, taken.Conflicts[0].UniqueKey));
        }
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_unique_key_that_is_no_text_is_refused_by_name(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = await store.OpenReadyAsync(FirstMailScheduler.CreateDefinition());
        string[] bad = kind == PostgreSqlTestStore.Kind ? ["\uD800", "a\0b"] : ["\uD800"];
        foreach (string key in bad)
        {
            InvalidTaskException refused = await Assert.ThrowsAsync<InvalidTaskException>(
                async () => await container.AddAsync(new[] { ContainerSteps.New(new FirstMailTask("a", 1), key) }, default, Cancellation));
            Assert.Equal(("mail.first", nameof(EnqueueOptions.UniqueKey)), (refused.TaskName, refused.Member));
        }

        Assert.Equal(new TaskCounts(), await container.CountAsync(Cancellation));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Options_at_their_limits_come_back(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = await store.OpenReadyAsync(FirstMailScheduler.CreateDefinition());
        EnqueueOptions[] options =
        [
            new() { Priority = int.MaxValue, Timeout = TimeSpan.MaxValue, MaxAttempts = int.MaxValue },
            new() { Priority = int.MinValue, Timeout = new TimeSpan(1), MaxAttempts = 1 },
            new() { Delay = TimeSpan.MaxValue }, new() { Delay = new TimeSpan(1) },
        ];
        NewTask<FirstMailTask>[] tasks =
        [
            .. options.Select((o, i) => new NewTask<FirstMailTask>(TaskId.New(), new("a", i), o)),
            .. new[] { DateTimeOffset.MinValue, DateTimeOffset.MaxValue, new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.FromHours(14)) }
                .Select((m, i) => new NewTask<FirstMailTask>(TaskId.New(), new("b", i), new() { NotBefore = m })),
        ];
        await container.AddAsync(tasks, default, Cancellation);
        TaskRecord<FirstMailTask, string>[] records = [.. (await container.GetAsync(tasks.Select(t => t.Id).ToArray(), Cancellation)).Select(r => r!)];
        Assert.All(options.Zip(records, static (set, read) => (set, read.Options)), static pair => Assert.Equivalent(pair.set, pair.Options, strict: true));
        Assert.Equal(9999, records[2].NotBefore.Year);
        Assert.Equal(9999, records[5].NotBefore.Year);
        Assert.Equal(new DateTimeOffset(2998, 12, 31, 10, 0, 0, TimeSpan.Zero), records[6].NotBefore);
        string[] due = [.. (await container.ClaimAsync()).Select(c => c.Payload.Recipient + c.Payload.Copies).Order()];
        Assert.Equal(["a0", "a1", "a3", "b0"], due);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Handles_and_progress_come_back(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = await store.OpenReadyAsync(FirstMailScheduler.CreateDefinition());
        await container.AddAsync([.. Texts.Select((_, i) => new FirstMailTask("a", i))]);
        ClaimedTask<FirstMailTask>[] claimed = await container.ClaimAsync();
        bool[] accepted = await container.ApplyAsync([.. claimed.Select((c, i) => TaskTransition<string>.Report(
            c.Id, c.ClaimToken, new TaskProgress(i / 100d, Texts[i]), new TaskRunHandle(Texts[i], c.ClaimToken)))]);
        Assert.DoesNotContain(false, accepted);
        for (int i = 0; i < Texts.Length; i++)
        {
            TaskRecord<FirstMailTask, string> record = await container.GetAsync(claimed[i].Id);
            Assert.Equal((new TaskProgress(i / 100d, Texts[i]), Texts[i]), (record.Progress, record.Handle));
        }

        InvalidTaskException refused = await Assert.ThrowsAsync<InvalidTaskException>(() => container.ApplyAsync(
            TaskTransition<string>.Report(claimed[0].Id, claimed[0].ClaimToken, null, new TaskRunHandle("half \uD800", 1))));
        Assert.Equal("the handle", refused.Member);
        Assert.Equal(Texts[0], (await container.GetAsync(claimed[0].Id)).Handle);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_failure_is_kept_whatever_it_says(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = await store.OpenReadyAsync(FirstMailScheduler.CreateDefinition());
        string[] messages = [.. Texts, "\0 and \uD800", new string('ß', 300_000)];
        await container.AddAsync([.. messages.Select((_, i) => new FirstMailTask("a", i))]);
        ClaimedTask<FirstMailTask>[] claimed = await container.ClaimAsync();
        bool[] accepted = await container.ApplyAsync([.. claimed.Select((c, i) => TaskTransition<string>.Fail(
            c.Id, c.ClaimToken, new TaskFailure(TaskFailureReason.Exception, messages[i], messages[^(i + 1)], messages[i])))]);
        Assert.DoesNotContain(false, accepted);
        for (int i = 0; i < messages.Length; i++)
        {
            TaskFailure? failure = (await container.GetAsync(claimed[i].Id)).Failure;
            (string message, string type) = (Kept(messages[i]), Kept(messages[^(i + 1)]));
            Assert.Equal(new TaskFailure(TaskFailureReason.Exception, message, type, message), failure);
        }

        static string Kept(string message) => message == "\0 and \uD800" ? "\uFFFD and \uFFFD" : message;
    }
}
