using System.Data.Common;
using GeneratedScheduler.Conformance;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared;

/// <summary>Calls of a store about several kinds of tasks: the trouble of one is its own.</summary>
public sealed class SeveralKindsTests
{
    private static readonly ClaimantId Me = ClaimantId.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Servers => [PostgreSqlTestStore.Kind, MySqlTestStore.Kind];

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_kind_without_a_table_keeps_no_other_from_its_leases(string kind)
    {
        await using TwoKinds kinds = await TwoKinds.OpenAsync(kind);
        ClaimKey held = await kinds.ClaimGoodAsync(TimeSpan.FromSeconds(15));
        await kinds.Database.ExecuteAsync($"DROP TABLE {kinds.Database.Quote(TableOf(kinds.Bad))}");

        for (int round = 0; round < 2; round++)
        {
            KindRenewal[] renewals = Renewals(kinds, held);
            await kinds.Store.RenewAsync(renewals, Cancellation);

            Assert.NotNull(renewals[0].Failure);
            Assert.Null(renewals[1].Failure);
            Assert.Empty(renewals[1].Report.Lost);
        }
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_kind_without_a_table_keeps_no_other_from_being_rescued(string kind)
    {
        await using TwoKinds kinds = await TwoKinds.OpenAsync(kind);
        await kinds.ClaimGoodAsync(TimeSpan.FromMilliseconds(1));
        await kinds.Database.ExecuteAsync($"DROP TABLE {kinds.Database.Quote(TableOf(kinds.Bad))}");
        RescueRequest request = new(canReattach: false, maxLosses: 10, limit: 10) { SeenFor = TimeSpan.FromMilliseconds(50) };

        int rescued = 0;
        await Eventually.IsTrueAsync(
            async () =>
            {
                KindRescue[] rescues = [new(kinds.Bad, request), new(kinds.Good, request)];
                await kinds.Store.RescueAsync(rescues, Cancellation);
                Assert.NotNull(rescues[0].Failure);
                Assert.Null(rescues[1].Failure);
                return (rescued += rescues[1].Report.Rescued) == 1;
            },
            () => $"{rescued} rescued");
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_kind_whose_rows_are_refused_keeps_no_other_from_being_rescued(string kind)
    {
        await using TwoKinds kinds = await TwoKinds.OpenAsync(kind);
        await kinds.ClaimGoodAsync(TimeSpan.FromMilliseconds(1));
        await kinds.Bad.AddAsync(new FirstMailTask("a", 1));
        await kinds.Bad.ClaimAsync(new ClaimRequest(Me, TimeSpan.FromMilliseconds(1)), new ClaimedTask<FirstMailTask>[1], Cancellation);
        await kinds.Database.RefuseAsync(TableOf(kinds.Bad), "UPDATE", "1 = 1", "not now");
        RescueRequest request = new(canReattach: false, maxLosses: 10, limit: 10) { SeenFor = TimeSpan.FromMilliseconds(50) };

        int rescued = 0;
        bool isRefused = false;
        await Eventually.IsTrueAsync(
            async () =>
            {
                KindRescue[] rescues = [new(kinds.Bad, request), new(kinds.Good, request)];
                await kinds.Store.RescueAsync(rescues, Cancellation);
                isRefused |= rescues[0].Failure is InvalidTaskException;
                Assert.Null(rescues[1].Failure);
                rescued += rescues[1].Report.Rescued;
                return rescued == 1 && isRefused;
            },
            () => $"{rescued} rescued, refused: {isRefused}");
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_failure_of_all_other_kinds_keeps_no_wrapped_container_from_its_leases(string kind)
    {
        await using TwoKinds kinds = await TwoKinds.OpenAsync(kind);
        await using SqlTaskContainer<OptionalMailTask, string> unprepared = ((ISqlContainer)kinds.Good).Store.Open(OptionalMailScheduler.CreateDefinition());
        Wrapper wrapped = new(kinds.Good);
        RenewRequest request = new(Me, new ClaimKey[] { new(TaskId.New(), 1) }, TimeSpan.FromSeconds(5));
        KindRenewal[] renewals = [new(unprepared, request), new(wrapped, request)];
        await kinds.Store.RenewAsync(renewals, Cancellation);
        Assert.NotNull(renewals[0].Failure);
        Assert.Equal((1, null), (wrapped.Renewals, renewals[1].Failure));
    }

    [Theory, MemberData(nameof(Servers))]
    public async Task A_kind_whose_table_is_locked_keeps_no_other_from_its_leases(string kind)
    {
        await using TwoKinds kinds = await TwoKinds.OpenAsync(kind);
        ClaimKey held = await kinds.ClaimGoodAsync(TimeSpan.FromSeconds(15));
        KindRenewal[] renewals = Renewals(kinds, held);
        await using (DbConnection other = await kinds.Database.ConnectAsync())
        {
            string table = kinds.Database.Quote(TableOf(kinds.Bad));
            await using DbCommand command = other.CreateCommand();
            command.CommandText = kind == PostgreSqlTestStore.Kind ? $"BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE" : $"LOCK TABLES {table} WRITE";
            await command.ExecuteNonQueryAsync(Cancellation);

            for (int round = 0; round < 2; round++)
            {
                await kinds.Store.RenewAsync(renewals, Cancellation);

                Assert.NotNull(renewals[0].Failure);
                Assert.IsNotType<StoreUnavailableException>(renewals[0].Failure);
                Assert.Null(renewals[1].Failure);
                Assert.Empty(renewals[1].Report.Lost);
            }

            command.CommandText = kind == PostgreSqlTestStore.Kind ? "ROLLBACK" : "UNLOCK TABLES";
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        await kinds.Store.RenewAsync(renewals, Cancellation);
        Assert.Null(renewals[0].Failure);
        Assert.Null(renewals[1].Failure);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_kind_without_a_table_keeps_no_other_from_its_tasks(string kind)
    {
        await using TwoKinds kinds = await TwoKinds.OpenAsync(kind);
        await kinds.Good.AddAsync(new LessMailTask("a"));
        await kinds.Database.ExecuteAsync($"DROP TABLE {kinds.Database.Quote(TableOf(kinds.Bad))}");
        KindWait[] waits = Waits(kinds);

        await kinds.Store.WaitForTasksAsync(waits, TimeSpan.FromSeconds(30), Cancellation);

        Assert.NotNull(waits[0].Failure);
        Assert.True(waits[1].MayClaim);
        Assert.Null(waits[1].Failure);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_kind_whose_container_is_closed_keeps_no_other_from_its_tasks(string kind)
    {
        await using TwoKinds kinds = await TwoKinds.OpenAsync(kind);
        await kinds.Good.AddAsync(new LessMailTask("a"));
        await kinds.Bad.DisposeAsync();
        KindWait[] waits = Waits(kinds);

        await kinds.Store.WaitForTasksAsync(waits, TimeSpan.FromSeconds(30), Cancellation);
        Assert.IsType<ObjectDisposedException>(waits[0].Failure, exactMatch: false);

        await kinds.Store.WaitForTasksAsync([waits[1]], TimeSpan.FromSeconds(30), Cancellation);
        Assert.True(waits[1].MayClaim);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_look_goes_on_when_its_wait_is_ended(string kind)
    {
        await using TwoKinds kinds = await TwoKinds.OpenAsync(kind);

        // As a hundred kinds do that become idle one after the other.
        for (int i = 0; i < 20; i++)
        {
            using CancellationTokenSource joined = new();
            ValueTask wait = kinds.Store.WaitForTasksAsync(Waits(kinds), TimeSpan.FromMinutes(10), joined.Token);
            await joined.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await wait);
        }

        SqlWakeups wakeups = ((ISqlContainer)kinds.Good).Kind.Wakeups;
        await Eventually.IsTrueAsync(
            () => wakeups.UntilLook(TimeSpan.FromMinutes(10), TimeProvider.System) > TimeSpan.Zero, () => "no look was completed");
    }

    private static string TableOf(ITaskContainer container) => ((ISqlContainer)container).Kind.Statements.Table.Table;

    private static KindWait[] Waits(TwoKinds kinds)
    {
        ClaimRequest request = new(Me, TimeSpan.FromSeconds(15));
        return [new(kinds.Bad, request), new(kinds.Good, request)];
    }

    private static KindRenewal[] Renewals(TwoKinds kinds, ClaimKey held) =>
    [
        new(kinds.Bad, new RenewRequest(Me, new[] { new ClaimKey(TaskId.New(), 1) }, TimeSpan.FromSeconds(15))),
        new(kinds.Good, new RenewRequest(Me, new[] { held }, TimeSpan.FromSeconds(15))),
    ];

    /// <summary>A container as an application may wrap it.</summary>
    private sealed class Wrapper(ITaskContainer<LessMailTask, string> inner) : DelegatingTaskContainer<LessMailTask, string>(inner)
    {
        public int Renewals { get; private set; }

        public override ValueTask<LeaseReport> RenewAsync(RenewRequest request, CancellationToken cancellationToken)
        {
            Renewals++;
            return ValueTask.FromResult(LeaseReport.Unchanged);
        }
    }

    /// <summary>Two kinds of tasks in one store.</summary>
    private sealed record TwoKinds(SqlTestStore Database, SqlTaskContainer<FirstMailTask, string> Bad, SqlTaskContainer<LessMailTask, string> Good)
        : IAsyncDisposable
    {
        public ITaskStore Store { get; } = ((ISqlContainer)Good).Store;

        public static async Task<TwoKinds> OpenAsync(string kind)
        {
            SqlTestStore database = await SqlTestStore.CreateAsync(kind);

            // The first one closes the store with it.
            SqlTaskContainer<LessMailTask, string> good = await database.OpenReadyAsync(LessMailScheduler.CreateDefinition());
            SqlTaskContainer<FirstMailTask, string> bad = ((ISqlContainer)good).Store.Open(FirstMailScheduler.CreateDefinition());
            await bad.InitializeAsync(Cancellation);
            return new TwoKinds(database, bad, good);
        }

        public async Task<ClaimKey> ClaimGoodAsync(TimeSpan lease)
        {
            await Good.AddAsync(new LessMailTask("a"));
            ClaimedTask<LessMailTask>[] claimed = new ClaimedTask<LessMailTask>[1];
            Assert.Equal(1, await Good.ClaimAsync(new ClaimRequest(Me, lease), claimed, Cancellation));
            return new ClaimKey(claimed[0].Id, claimed[0].ClaimToken);
        }

        public async ValueTask DisposeAsync()
        {
            await Bad.DisposeAsync();
            await Good.DisposeAsync();
            await Database.DisposeAsync();
        }
    }
}
