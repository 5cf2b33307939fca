using GeneratedScheduler.Conformance;
using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.UserCode;

/// <summary>What cannot be read of one task is told to those who await that task, and to nobody else.</summary>
public sealed class AwaitedOutcomeTests
{
    [Fact]
    public async Task A_result_that_cannot_be_read_is_an_exception_that_names_task_and_member()
    {
        await using Lab lab = Lab.Over(store => new Unreadable(store) { Results = true });
        TaskHandle<string> handle = await lab.EndOneAsync("unreadable");
        UnreadableMemberException unreadable = await handle.Completion.SoonThrows<UnreadableMemberException>();
        Assert.Equal("Colour", unreadable.Member);
        Assert.Contains($"tests.work: task {handle.Id} succeeded", unreadable.Message, StringComparison.Ordinal);
        await handle.Outcome.SoonThrows<UnreadableMemberException>();
        Assert.Equal("Colour", (await lab.Reader.GetAsync(handle.Id, CancellationToken.None).Soon())!.UnreadableResult?.Member);
    }

    [Fact]
    public async Task A_task_that_fails_to_be_read_does_not_hold_up_the_outcomes_of_others()
    {
        await using Lab lab = Lab.Over(static store => new Unreadable(store) { Throws = static () => new InvalidOperationException("no such colour") });
        TaskHandle<string>[] bad = [await lab.EndOneAsync("unreadable"), await lab.EndOneAsync("unreadable"), await lab.EndOneAsync("unreadable")];
        List<TaskHandle<string>> good = [];
        for (int i = 0; i < 20; i++)
        {
            good.Add(await lab.EndOneAsync($"task {i}"));
        }

        List<Task<string>> never = [.. bad.Select(static handle => handle.Completion)];
        Task<string[]> all = Task.WhenAll(good.Select(static handle => handle.Completion));
        await lab.RunUntilAsync(all);
        Assert.Equal(Enumerable.Range(0, 20).Select(static i => $"task {i}"), await all);
        Assert.Contains("no such colour", Assert.Single(lab.Reader.GetStatus().Problems), StringComparison.Ordinal);
        Assert.All(never, static one => Assert.False(one.IsCompleted));

        // It can be read again: a newer version, for instance, has been put under it.
        lab.Container.Throws = null;
        await lab.RunUntilAsync(Task.WhenAll(never));
    }

    [Fact]
    public async Task A_task_that_says_why_it_cannot_be_read_is_told_to_its_own_awaiter()
    {
        await using Lab lab = Lab.Over(static store => new Unreadable(store) { Throws = static () => new UnreadableMemberException("Colour", "is mauve.") });
        TaskHandle<string> bad = await lab.EndOneAsync("unreadable");
        TaskHandle<string> good = await lab.EndOneAsync("good");
        Task<string> never = bad.Completion;
        Task<string> completion = good.Completion;
        await lab.RunUntilAsync(Task.WhenAll(never, completion).ContinueWith(static _ => { }, TaskScheduler.Default));
        Assert.Equal("Colour", (await never.SoonThrows<UnreadableMemberException>()).Member);
        Assert.Equal("good", await completion);
    }

    [Fact]
    public async Task The_default_handle_says_what_it_is()
    {
        InvalidOperationException empty = await Assert.ThrowsAsync<InvalidOperationException>(static () => default(TaskHandle<int>).Completion);
        Assert.Contains("EnqueueAsync", empty.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(static () => default(TaskHandle<int>).Outcome);
        await using Lab lab = Lab.Over(static store => new Unreadable(store));
        TaskHandle<string> handle = await lab.EndOneAsync("ended");
        await lab.Reader.CloseAsync(CancellationToken.None).Soon();
        ObjectDisposedException closed = await Assert.ThrowsAsync<ObjectDisposedException>(() => handle.Completion);
        Assert.Contains("'tests.work' is closed", closed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("`", closed.Message, StringComparison.Ordinal);
    }

    /// <summary>A scheduler that only reads what another one has ended.</summary>
    private sealed class Lab : IAsyncDisposable
    {
        private readonly ManualTime _time = new();
        private readonly Scheduler<string, string> _worker;
        private readonly ITaskContainer<string, string> _store;

        private Lab(Func<ITaskContainer<string, string>, Unreadable> over)
        {
            SharedMemoryStore<string, string> store = new(_time);
            _store = store.Open();
            Container = over(store.Open());
            _worker = Make(_store, runsTasks: true);
            Reader = Make(Container, runsTasks: false);
        }

        public Unreadable Container { get; }

        public Scheduler<string, string> Reader { get; }

        public static Lab Over(Func<ITaskContainer<string, string>, Unreadable> over) => new(over);

        public async Task<TaskHandle<string>> EndOneAsync(string task)
        {
            TaskHandle<string> handle = await _worker.EnqueueAsync(task).Soon();
            await handle.Completion.Soon();
            return Reader.GetHandle(handle.Id);
        }

        /// <summary>Lets time pass whenever the reader waits for it.</summary>
        public async Task RunUntilAsync(Task happened)
        {
            TimeSpan interval = new SchedulerOptions().StatusInterval;
            while (await Task.WhenAny(happened, _time.WhenArmedAsync(interval)).Soon("the reader to wait") != happened)
            {
                _time.Advance(interval);
            }

            await happened;
        }

        public async ValueTask DisposeAsync()
        {
            await Reader.CloseAsync().Soon();
            await Container.DisposeAsync();
            await _worker.CloseAsync().Soon();
            await _store.DisposeAsync();
        }

        private Scheduler<string, string> Make(ITaskContainer<string, string> container, bool runsTasks)
        {
            TaskDefinition<string, string> definition = new()
            {
                Name = "tests.work",
                CreateActuator = static _ => new DelegateActuator(static (task, _) => new ValueTask<string>(task)),
            };
            SchedulerSetup<string, string> setup = new(definition) { Container = container };
            (setup.Options.TimeProvider, setup.Options.RunTasks) = (_time, runsTasks);
            Scheduler<string, string> scheduler = new(setup);
            scheduler.Start();
            return scheduler;
        }
    }

    /// <summary>A container that reads the task "unreadable" as a newer version's.</summary>
    private sealed class Unreadable(ITaskContainer<string, string> inner) : DelegatingTaskContainer<string, string>(inner)
    {
        public bool Results { get; init; }

        public Func<Exception>? Throws { get; set; }

        public override async ValueTask<IReadOnlyList<TaskRecord<string, string>?>> GetAsync(
            ReadOnlyMemory<TaskId> ids, CancellationToken cancellationToken)
        {
            IReadOnlyList<TaskRecord<string, string>?> records = await base.GetAsync(ids, cancellationToken);
            if (Throws is { } thrown && records.Any(static record => record?.Payload == "unreadable"))
            {
                throw thrown();
            }

            UnreadableMemberException mauve = new("Colour", "is mauve.");
            return [.. records.Select(record => Results && record?.Payload == "unreadable"
                ? new TaskRecord<string, string>(record) { Result = null, UnreadableResult = mauve }
                : record)];
        }
    }
}
