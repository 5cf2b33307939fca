using GeneratedScheduler.Conformance;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared.Commits;

/// <summary>Three kinds of tasks in one store, and a commit that ends a task of the first, starts one of the second and adds one to the third.</summary>
internal sealed class CommitKinds : IAsyncDisposable
{
    public static readonly EnqueueOptions Keyed = new() { UniqueKey = "next" };

    private readonly SqlTaskContainer<ProbeTask, ProbeResult>[] _all;

    private CommitKinds(SqlTestStore database, SqlTaskContainer<ProbeTask, ProbeResult>[] all) => (Database, _all) = (database, all);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public SqlTestStore Database { get; }

    public SqlTaskContainer<ProbeTask, ProbeResult> Ended => _all[0];

    public SqlTaskContainer<ProbeTask, ProbeResult> Started => _all[1];

    public SqlTaskContainer<ProbeTask, ProbeResult> Added => _all[2];

    public SqlStore Store => _all[0].Store;

    public ClaimedTask<ProbeTask> Claimed { get; private set; }

    public TaskId Unstarted { get; private set; }

    public static async Task<CommitKinds> OpenAsync(string kind, Action<SqlContainerOptions>? configure = null)
    {
        SqlTestStore database = await SqlTestStore.CreateAsync(kind);

        // The first one closes the store with it.
        SqlTaskContainer<ProbeTask, ProbeResult> first = await database.OpenReadyAsync(Definition("ended"), configure);
        CommitKinds kinds = new(database, [first, first.Store.Open(Definition("started")), first.Store.Open(Definition("added"))]);
        await kinds.Started.InitializeAsync(Cancellation);
        await kinds.Added.InitializeAsync(Cancellation);
        await kinds.PrepareAsync();
        return kinds;
    }

    /// <summary>A claimed task and an unstarted one.</summary>
    public async Task PrepareAsync()
    {
        await Ended.AddAsync(new ProbeTask(1));
        Claimed = Assert.Single(await Ended.ClaimAsync());
        NewTask<ProbeTask> unstarted = new(TaskId.New(), new ProbeTask(2), EnqueueOptions.Default, start: false);
        await Started.AddAsync(new[] { unstarted }, default, Cancellation);
        Unstarted = unstarted.Id;
    }

    public TaskCommit NewCommit(string? text = "done")
    {
        TaskCommit commit = new();
        commit.Add(Added, new NewTask<ProbeTask>(TaskId.New(), new ProbeTask(3, text), Keyed));
        commit.Start(Started, Unstarted);
        commit.Apply(Ended, TaskTransition<ProbeResult>.Succeed(Claimed.Id, Claimed.ClaimToken, new ProbeResult(1, "done")));
        return commit;
    }

    public async Task<bool> SendAsync(TaskCommit commit) => await Store.CommitAsync(commit, Cancellation);

    /// <summary>Whether everything was done, or nothing; by the rows and by the kept counts.</summary>
    public async Task<bool> IsMadeAsync()
    {
        bool[] made =
        [
            (await Ended.GetAsync(Claimed.Id)).State == TaskState.Succeeded,
            (await Started.GetAsync(Unstarted)).State == TaskState.Waiting,
            (await Added.ListAsync(new TaskQuery(TaskState.Waiting), Cancellation)).Tasks.Count == 1,
            await Ended.CountAsync(Cancellation) is { Succeeded: 1, Finished: 1, Unfinished: 0 },
            await Started.CountAsync(Cancellation) is { Waiting: 1, Finished: 0, Unfinished: 1 },
            await Added.CountAsync(Cancellation) is { Waiting: 1, Finished: 0, Unfinished: 1 },
        ];
        Assert.True(made.All(static one => one) || !made.Any(static one => one), $"a part was made: {string.Join(", ", made)}");
        return made[0];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (SqlTaskContainer<ProbeTask, ProbeResult> container in _all.Reverse())
        {
            await container.DisposeAsync();
        }

        await Database.DisposeAsync();
    }

    private static TaskDefinition<ProbeTask, ProbeResult> Definition(string name) => new() { Name = name, Mapper = new ProbeMapper(name) };
}
