using GeneratedScheduler.Loops;
using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Views;

/// <summary>Which processes run tasks, as a view lists them.</summary>
public sealed class ProcessListTests
{
    private static readonly TimeSpan Interval = ProcessPresence.Interval;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_in_memory_lists_itself_with_its_runs_while_it_is_open()
    {
        ManualTime time = new();
        await using Process process = new(time);
        Scheduler<string, string> mail = process.Add("mail", null);
        process.Add("idle", null, runTasks: false);
        ITaskView view = ITaskView.Of(process.Schedulers);
        Assert.Empty((await ListAsync(view)).Processes);

        mail.Start();
        DateTimeOffset start = time.GetUtcNow();
        await mail.EnqueueManyAsync(["a", "b"], null, Cancellation);
        await process.Work.NextAsync(2);
        time.Advance(TimeSpan.FromMinutes(3));
        TaskProcess self = Assert.Single((await ListAsync(view)).Processes);
        Assert.Equal((mail.Claimant, Environment.MachineName, Environment.ProcessId), (self.Claimant, self.MachineName, self.ProcessId));
        Assert.Equal((start, start.AddMinutes(3)), (self.StartedAt, self.LastSeenAt));
        Assert.Equal(new Dictionary<string, int> { ["mail"] = 2 }, self.Runs);

        await process.DisposeAsync();
        Assert.Empty((await ListAsync(view)).Processes);
    }

    [Fact]
    public async Task A_process_is_listed_with_its_runs_until_it_is_closed()
    {
        ManualTime time = new();
        AnnouncingStore store = new(time);
        await using Process first = new(time);
        await using Process second = new(time);
        Scheduler<string, string> mail = first.Add("mail", store);
        Scheduler<string, string> letter = first.Add("letter", store);
        Scheduler<string, string> other = second.Add("mail", store);
        first.Add("unused", store, runTasks: false);

        // The kinds need not be those of the process that looks.
        await using Process looking = new(time);
        looking.Add("looking", store, runTasks: false);
        ITaskView view = ITaskView.Of(looking.Schedulers);

        DateTimeOffset start = time.GetUtcNow();
        await first.StartAsync();
        await second.StartAsync();
        await PassAsync(time, ProcessPresence.FirstDelay, store, processes: 2);
        Dictionary<ClaimantId, TaskProcess> idle = (await ListAsync(view)).Processes.ToDictionary(process => process.Claimant);
        Assert.All(idle.Values, process => Assert.Equal((start, time.GetUtcNow()), (process.StartedAt, process.LastSeenAt)));
        Assert.Equal(new Dictionary<string, int> { ["letter"] = 0, ["mail"] = 0 }, idle[mail.Claimant].Runs);
        Assert.Equal(mail.Claimant, letter.Claimant);

        await mail.EnqueueManyAsync(["a", "b", "c"], null, Cancellation);
        await first.Work.NextAsync(3);
        await PassAsync(time, Interval, store, processes: 2);
        Dictionary<ClaimantId, TaskProcess> busy = (await ListAsync(view)).Processes.ToDictionary(process => process.Claimant);
        Assert.Equal(2, busy.Count);
        Assert.All(busy.Values, process => Assert.Equal((start, time.GetUtcNow()), (process.StartedAt, process.LastSeenAt)));
        Assert.Equal(new Dictionary<string, int> { ["letter"] = 0, ["mail"] = 3 }, busy[mail.Claimant].Runs);
        Assert.Equal(new Dictionary<string, int> { ["mail"] = 0 }, busy[other.Claimant].Runs);

        await first.DisposeAsync();
        Assert.Equal(other.Claimant, Assert.Single((await ListAsync(view)).Processes).Claimant);
        await second.DisposeAsync();
        Assert.Empty((await ListAsync(view)).Processes);
    }

    [Fact]
    public async Task A_process_that_stands_still_is_listed_until_its_announcement_is_over_and_again_when_it_goes_on()
    {
        ManualTime time = new();
        ManualTime clockOfStore = new();
        AnnouncingStore store = new(clockOfStore);
        await using Process process = new(time);
        process.Add("mail", store);
        ITaskView view = ITaskView.Of(process.Schedulers);
        await process.StartAsync();
        await PassAsync(time, ProcessPresence.FirstDelay, store);

        clockOfStore.Advance(TimeSpan.FromSeconds(45));
        Assert.Single((await ListAsync(view)).Processes);
        clockOfStore.Advance(TimeSpan.FromTicks(1));
        Assert.Empty((await ListAsync(view)).Processes);
        await PassAsync(time, Interval, store);
        Assert.Single((await ListAsync(view)).Processes);
    }

    [Fact]
    public async Task A_process_that_uses_several_stores_comes_once()
    {
        ManualTime time = new();
        AnnouncingStore store = new(time);
        await using Process process = new(time);
        process.Add("mail", store);
        process.Add("memory", null);
        await process.StartAsync();
        await PassAsync(time, ProcessPresence.FirstDelay, store);
        time.Advance(TimeSpan.FromSeconds(3));

        TaskProcess only = Assert.Single((await ListAsync(ITaskView.Of(process.Schedulers))).Processes);
        Assert.Equal(new Dictionary<string, int> { ["mail"] = 0, ["memory"] = 0 }, only.Runs);
        Assert.Equal(time.GetUtcNow(), only.LastSeenAt);
    }

    [Fact]
    public async Task A_store_that_cannot_be_asked_is_reported_for_its_kinds()
    {
        ManualTime time = new();
        AnnouncingStore store = new(time) { Broken = new InvalidOperationException("No table") };
        await using Process process = new(time);
        process.Add("mail", store);
        process.Add("letter", store);
        process.Add("memory", null);
        await process.StartAsync();
        await process.Schedulers[2].EnqueueAsync("one", null, Cancellation);
        await process.Work.NextAsync();

        TaskProcessList list = await ITaskView.Of(process.Schedulers).ListProcessesAsync(Cancellation);
        Assert.Equal(["memory"], Assert.Single(list.Processes).Runs.Keys);
        Assert.Equal(["letter", "mail"], list.Failures.Keys.Order());
        Assert.All(list.Failures.Values, failure => Assert.Same(store.Broken, failure));
    }

    [Fact]
    public async Task An_announcement_that_hangs_keeps_neither_renewals_nor_the_close_waiting()
    {
        ManualTime time = new();
        AnnouncingStore store = new(time) { BeforeAnnouncing = static () => new ValueTask(Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System)) };
        await using Process process = new(time);
        Scheduler<string, string> mail = process.Add("mail", store);
        await process.StartAsync();
        TaskHandle<string> handle = await mail.EnqueueAsync("one", null, Cancellation);
        WorkRun run = await process.Work.NextAsync();
        await time.PassAsync(ProcessPresence.FirstDelay);
        Assert.Equal("begin", await store.Calls.Reader.ReadAsync(Cancellation).Soon());

        for (int round = 0; round < 20; round++)
        {
            int before = store.Renewals;
            time.Advance(TimeSpan.FromSeconds(10));
            while (store.Renewals == before)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancellation);
            }
        }

        Assert.False(run.Context.CancellationToken.IsCancellationRequested);

        // One call was under way all the time.
        Assert.False(store.Calls.Reader.TryRead(out _));
        run.Return();
        await process.DisposeAsync().AsTask().Soon("the close");
    }

    [Fact]
    public async Task Announcements_that_fail_are_logged_once_and_made_again()
    {
        using EventLog log = new();
        ManualTime time = new();
        AnnouncingStore store = new(time) { BeforeAnnouncing = static () => throw new InvalidOperationException("No table") };
        await using Process process = new(time, log);
        process.Add("mail", store);
        await process.StartAsync();
        await time.PassAsync(ProcessPresence.FirstDelay);
        for (int failures = 0; failures < 5; failures++)
        {
            Assert.Equal("begin", await store.Calls.Reader.ReadAsync(Cancellation).Soon());
            store.BeforeAnnouncing = failures < 4 ? store.BeforeAnnouncing : null;
            await time.PassAsync(Interval);
        }

        Assert.Equal("begin", await store.Calls.Reader.ReadAsync(Cancellation).Soon());
        Assert.Equal("announced", await store.Calls.Reader.ReadAsync(Cancellation).Soon());
        Assert.Single((await ListAsync(ITaskView.Of(process.Schedulers))).Processes);
        await process.DisposeAsync();
        Assert.Equal(1, log.Lines.Count(line => line.Contains("announcing the process fails", StringComparison.Ordinal)));
        Assert.Empty(process.Schedulers[0].GetStatus().Problems);
    }

    private static async Task<TaskProcessList> ListAsync(ITaskView view)
    {
        TaskProcessList list = await view.ListProcessesAsync(Cancellation);
        Assert.Empty(list.Failures);
        return list;
    }

    /// <summary>Lets the time before announcements pass, and waits until they are made.</summary>
    private static async Task PassAsync(ManualTime time, TimeSpan pause, AnnouncingStore store, int processes = 1)
    {
        await time.PassAsync(pause, processes);
        for (int i = 0; i < 2 * processes; i++)
        {
            await store.Calls.Reader.ReadAsync(Cancellation).Soon("an announcement");
        }
    }

    /// <summary>Schedulers that have one engine, as those of a host.</summary>
    private sealed class Process(ManualTime time, EventLog? log = null) : IAsyncDisposable
    {
        private readonly ProcessEngine _engine = new();
        private bool _isDisposed;

        public List<Scheduler<string, string>> Schedulers { get; } = [];

        public ControlledWork Work { get; } = new();

        public Scheduler<string, string> Add(string name, ITaskStore? store, bool runTasks = true)
        {
            TaskDefinition<string, string> definition = new() { Name = name, CreateActuator = _ => new DelegateActuator(Work.RunAsync) };
            SchedulerOptions options = new()
            {
                TimeProvider = time,
                RunTasks = runTasks,
                Concurrency = 4,
                LoggerFactory = log,
                LeaseDuration = Bench.Lease,
                SchedulingInterval = Bench.SchedulingInterval,

                // No other timer is due in the times that a test lets pass.
                StatusInterval = TimeSpan.FromSeconds(41),
            };
            Scheduler<string, string> scheduler = new(new SchedulerSetup<string, string>(definition, options) { Store = store, Engine = _engine });
            Schedulers.Add(scheduler);
            return scheduler;
        }

        /// <summary>Starts them all, and waits until their containers are there: nothing is announced before.</summary>
        public async Task StartAsync()
        {
            foreach (Scheduler<string, string> scheduler in Schedulers)
            {
                scheduler.Start();
                await scheduler.CountAsync(Cancellation).Soon();
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                Work.EndAll();
                foreach (Scheduler<string, string> scheduler in Schedulers)
                {
                    await scheduler.CloseAsync(new CancellationToken(canceled: true)).Soon();
                    await scheduler.DisposeAsync();
                }

                _engine.Dispose();
            }
        }
    }
}
