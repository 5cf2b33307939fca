using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

/// <summary>Three kinds of tasks in one store, with the calls that nearly every case about commits makes.</summary>
internal sealed class CommitRun
{
    private readonly ConformanceRun _run;

    private CommitRun(ConformanceRun run, ProbeContainer b, ProbeContainer c)
    {
        _run = run;
        (A, B, C) = (run.Container, b, c);
        All = [A, B, C];
    }

    public ProbeContainer A { get; }

    public ProbeContainer B { get; }

    public ProbeContainer C { get; }

    public IReadOnlyList<ProbeContainer> All { get; }

    public static async Task<CommitRun> OpenAsync(ConformanceRun run) =>
        new(run, await run.OpenKindAsync(1).ConfigureAwait(false), await run.OpenKindAsync(2).ConfigureAwait(false));

    public async Task<bool> SendAsync(TaskCommit commit) => await _run.Store.CommitAsync(commit, _run.Cancellation).ConfigureAwait(false);

    public async Task MakeAsync(TaskCommit commit) =>
        Expect.True(await SendAsync(commit).ConfigureAwait(false), $"the commit is made (accepted: {string.Join(", ", commit.Accepted)})");

    public async Task<TaskId> AddAsync(ProbeContainer container, EnqueueOptions? options = null, bool start = true)
    {
        NewTask<ProbeTask> task = _run.New(options, start);
        await container.AddAsync(new[] { task }, default, _run.Cancellation).ConfigureAwait(false);
        return task.Id;
    }

    public async Task<Claimed> ClaimAsync(ProbeContainer container, EnqueueOptions? options = null)
    {
        TaskId id = await AddAsync(container, options).ConfigureAwait(false);
        Claimed[] claimed = await _run.ClaimAsync(container, _run.Request(), 1).ConfigureAwait(false);
        Expect.Equal(1, claimed.Length, "tasks claimed while one is due");
        Expect.Equal(id, claimed[0].Id, "the task that was claimed");
        return claimed[0];
    }

    public async Task<ProbeRecord?> FindAsync(ProbeContainer container, TaskId id) =>
        (await container.GetAsync(new[] { id }, _run.Cancellation).ConfigureAwait(false))[0];

    public async Task<ProbeRecord> ExpectStateAsync(ProbeContainer container, TaskId id, TaskState state)
    {
        ProbeRecord record = await FindAsync(container, id).ConfigureAwait(false) ?? throw new ConformanceException($"expected that task {id} is there, but it is not.");
        Expect.Equal(state, record.State, $"the state of task {record.Payload.Number}");
        return record;
    }

    public async Task ExpectCountsAsync(ProbeContainer container, TaskCounts counts, string what) =>
        Expect.Equal(counts, await container.CountAsync(_run.Cancellation).ConfigureAwait(false), $"counts of {what}");

    /// <summary>Both ends under the latest claim are still to be made.</summary>
    public async Task ExpectHeldAsync(ProbeContainer container, Claimed claimed)
    {
        await ExpectStateAsync(container, claimed.Id, TaskState.Running).ConfigureAwait(false);
        bool[] accepted = new bool[1];
        await container.ApplyAsync(new[] { Success(claimed) }, accepted, _run.Cancellation).ConfigureAwait(false);
        Expect.True(accepted[0], "the end that was not made is accepted later");
    }

    public static Move Success(Claimed claimed) => Move.Succeed(claimed.Id, claimed.ClaimToken, new ProbeResult(1, "done"));

    public static Move Stale(Claimed claimed) => Move.Succeed(claimed.Id, claimed.ClaimToken + 1_000_000, null);
}
