using System.Collections.Concurrent;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance;

/// <summary>A fresh container in the hands of a case, with the calls that nearly every case makes.</summary>
internal sealed class ConformanceRun(
    ContainerUnderTest subject,
    ContainerTraits traits,
    int parallelTasks,
    CancellationToken cancellationToken) : IAsyncDisposable
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan AfterLease = TimeSpan.FromSeconds(31);
    public static readonly TaskFailure Oops = new(TaskFailureReason.Exception, "Oops", "Some.Exception", "at Somewhere");

    private readonly ConcurrentBag<ProbeContainer> _others = [];
    private int _added;

    public ProbeContainer Container => subject.Container;

    public ContainerTraits Traits => traits;

    public int ParallelTasks => parallelTasks;

    public CancellationToken Cancellation => cancellationToken;

    public ClaimantId Me { get; } = ClaimantId.New();

    public DateTimeOffset UtcNow => subject.UtcNow;

    public Task AdvanceAsync(TimeSpan by) => subject.AdvanceAsync(by, cancellationToken).AsTask();

    public Task SetClockAsync(TimeSpan by) => subject.SetClockAsync(by, cancellationToken).AsTask();

    public async Task<ProbeContainer> OpenAnotherAsync(TimeSpan clockAhead = default)
    {
        ProbeContainer other = await subject.OpenAnotherAsync(clockAhead, cancellationToken).ConfigureAwait(false);
        _others.Add(other);
        await other.InitializeAsync(cancellationToken).ConfigureAwait(false);
        return other;
    }

    public ITaskStore Store => subject.Store;

    /// <summary>Opens another kind of task in the same store.</summary>
    public async Task<ProbeContainer> OpenKindAsync(int number)
    {
        ProbeContainer other = subject.OpenKind(number);
        _others.Add(other);
        await other.InitializeAsync(cancellationToken).ConfigureAwait(false);
        return other;
    }

    public NewTask<ProbeTask> New(EnqueueOptions? options = null, bool start = true)
    {
        int number = Interlocked.Increment(ref _added);
        return new NewTask<ProbeTask>(TaskId.New(), new ProbeTask(number, $"task {number}"), options ?? EnqueueOptions.Default, start);
    }

    public Task AddAsync(params NewTask<ProbeTask>[] tasks) => Container.AddAsync(tasks, default, cancellationToken).AsTask();

    public async Task<TaskId> AddOneAsync(EnqueueOptions? options = null, bool start = true) =>
        (await AddManyAsync(1, options, start).ConfigureAwait(false))[0];

    public async Task<TaskId[]> AddManyAsync(int count, EnqueueOptions? options = null, bool start = true)
    {
        NewTask<ProbeTask>[] tasks = [.. Enumerable.Range(0, count).Select(_ => New(options, start))];
        await AddAsync(tasks).ConfigureAwait(false);
        return [.. tasks.Select(t => t.Id)];
    }

    public ClaimRequest Request(int clusterConcurrency = 0) => new(Me, Lease, clusterConcurrency);

    public Task<Claimed[]> ClaimAsync(int most = 100, int clusterConcurrency = 0) =>
        ClaimAsync(Container, Request(clusterConcurrency), most);

    public async Task<Claimed[]> ClaimAsync(ProbeContainer container, ClaimRequest request, int most)
    {
        Claimed[] buffer = new Claimed[most];
        int count = await container.ClaimAsync(request, buffer, cancellationToken).ConfigureAwait(false);
        Expect.True(count >= 0 && count <= most, $"a claim of at most {most} tasks answers 0 to {most}, not {count}");
        return buffer[..count];
    }

    public async Task<Claimed> ClaimOneAsync()
    {
        Claimed[] claimed = await ClaimAsync(most: 1).ConfigureAwait(false);
        Expect.Equal(1, claimed.Length, "tasks claimed while one is due");
        return claimed[0];
    }

    public async Task<Claimed> AddAndClaimAsync(EnqueueOptions? options = null)
    {
        TaskId id = await AddOneAsync(options).ConfigureAwait(false);
        Claimed claimed = await ClaimOneAsync().ConfigureAwait(false);
        Expect.Equal(id, claimed.Id, "the task that was claimed");
        return claimed;
    }

    public async Task<bool[]> ApplyManyAsync(params Move[] moves)
    {
        bool[] accepted = new bool[moves.Length];
        await Container.ApplyAsync(moves, accepted, cancellationToken).ConfigureAwait(false);
        return accepted;
    }

    public async Task<bool> TryApplyAsync(Move move) => (await ApplyManyAsync(move).ConfigureAwait(false))[0];

    public async Task ApplyAsync(Move move) =>
        Expect.True(await TryApplyAsync(move).ConfigureAwait(false), $"{move.Event} under the latest claim is accepted");

    public async Task RefuseAsync(Move move, string why) =>
        Expect.True(!await TryApplyAsync(move).ConfigureAwait(false), $"{move.Event} is refused {why}");

    public async Task<CommandResult> ExecuteAsync(TaskCommand command, TaskId id)
    {
        CommandResult[] results = new CommandResult[1];
        await Container.ExecuteAsync(command, new[] { id }, results, cancellationToken).ConfigureAwait(false);
        return results[0];
    }

    public async Task ExecuteAsync(TaskCommand command, TaskId id, CommandOutcome outcome, TaskState state) =>
        Expect.Equal(new CommandResult(id, outcome, state), await ExecuteAsync(command, id).ConfigureAwait(false), $"the answer to {command}");

    public async Task<ProbeRecord?> FindAsync(TaskId id) =>
        (await Container.GetAsync(new[] { id }, cancellationToken).ConfigureAwait(false))[0];

    public async Task<ProbeRecord> GetAsync(TaskId id) =>
        await FindAsync(id).ConfigureAwait(false) ?? throw new ConformanceException($"expected that task {id} is there, but it is not.");

    public async Task<ProbeRecord> ExpectStateAsync(TaskId id, TaskState state)
    {
        ProbeRecord record = await GetAsync(id).ConfigureAwait(false);
        Expect.Equal(state, record.State, $"the state of task {record.Payload.Number}");
        return record;
    }

    public async Task ExpectNothingToClaimAsync(string why)
    {
        Claimed[] claimed = await ClaimAsync().ConfigureAwait(false);
        Expect.True(claimed.Length == 0, $"nothing can be claimed {why} (claimed: {claimed.Length})");
    }

    public Task<LeaseReport> RenewAsync(params Claimed[] held) =>
        Container.RenewAsync(new RenewRequest(Me, held.Select(Key).ToArray(), Lease), cancellationToken).AsTask();

    public Task<RescueReport> RescueAsync(bool canReattach = false, int maxLosses = 10, int limit = 1000) =>
        Container.RescueAsync(new RescueRequest(canReattach, maxLosses, limit), cancellationToken).AsTask();

    /// <summary>Rescues all tasks by calls that take at most three each.</summary>
    /// <param name="tasks">How many there are.</param>
    /// <param name="afterEach">Is given the number of tasks that were rescued so far.</param>
    public async Task RescueInPartsAsync(int tasks, Func<int, Task>? afterEach = null)
    {
        for (int rescued = 0; rescued < tasks;)
        {
            RescueReport report = await RescueAsync(limit: 3).ConfigureAwait(false);
            Expect.True(report.Rescued is >= 1 and <= 3, $"a rescue of at most 3 of {tasks - rescued} tasks takes 1 to 3, not {report.Rescued}");
            rescued += report.Rescued;
            await (afterEach?.Invoke(rescued) ?? Task.CompletedTask).ConfigureAwait(false);
        }
    }

    public Task<TaskCounts> CountAsync() => Container.CountAsync(cancellationToken).AsTask();

    public static ClaimKey Key(Claimed claimed) => new(claimed.Id, claimed.ClaimToken);

    /// <summary>
    /// Moves the clock on until <paramref name="pending"/> ends. In small steps with pauses, because a container may set
    /// its timer only some time after the call.
    /// </summary>
    public async Task AdvanceUntilAsync(Task pending, TimeSpan step)
    {
        while (!pending.IsCompleted)
        {
            await AdvanceAsync(step).ConfigureAwait(false);
            await SettleAsync(pending).ConfigureAwait(false);
        }

        await pending.ConfigureAwait(false);
    }

    /// <summary>Gives other threads a moment to do what they would do. Only for checks that something does not happen.</summary>
    public async Task SettleAsync(Task pending)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(pending, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, stop.Token)).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <inheritdoc cref="SettleAsync"/>
    public Task PauseAsync() => SettleAsync(new TaskCompletionSource().Task);

    public async ValueTask DisposeAsync()
    {
        foreach (ProbeContainer other in _others)
        {
            await other.DisposeAsync().ConfigureAwait(false);
        }
    }
}
