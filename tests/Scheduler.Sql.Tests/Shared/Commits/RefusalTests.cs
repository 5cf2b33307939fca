using System.Data.Common;
using GeneratedScheduler.Conformance;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared.Commits;

/// <summary>A commit of which the database refuses a statement is not made in part.</summary>
public sealed class RefusalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string, string> Steps
    {
        get
        {
            TheoryData<string, string, string, string> data = [];
            foreach (string kind in new[] { PostgreSqlTestStore.Kind, MySqlTestStore.Kind, SqliteTestStore.Kind })
            {
                data.Add(kind, "ended", "UPDATE", "the result");
                data.Add(kind, "started", "UPDATE", "the command Start");
                data.Add(kind, "added", "INSERT", "the task");
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Steps))]
    public async Task A_statement_that_is_refused_undoes_the_others(string kind, string table, string happening, string member)
    {
        await using CommitKinds kinds = await CommitKinds.OpenAsync(kind);
        await kinds.Database.RefuseAsync(table, happening, "1 = 1", "not today");

        InvalidTaskException refused = await Assert.ThrowsAsync<InvalidTaskException>(() => kinds.SendAsync(kinds.NewCommit()));
        Assert.StartsWith($"{table}", refused.Message, StringComparison.Ordinal);
        Assert.Contains(member, refused.Message, StringComparison.Ordinal);
        Assert.Contains("not today", refused.Message, StringComparison.Ordinal);
        Assert.False(await kinds.IsMadeAsync());
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Values_that_cannot_be_stored_change_nothing(string kind)
    {
        await using CommitKinds kinds = await CommitKinds.OpenAsync(kind);
        await Assert.ThrowsAsync<InvalidTaskException>(() => kinds.SendAsync(kinds.NewCommit("half \uD800")));
        Assert.False(await kinds.IsMadeAsync());

        TaskCommit result = kinds.NewCommit();
        await kinds.Ended.AddAsync(new ProbeTask(4));
        ClaimedTask<ProbeTask> second = Assert.Single(await kinds.Ended.ClaimAsync());
        result.Apply(kinds.Ended, TaskTransition<ProbeResult>.Succeed(second.Id, second.ClaimToken, new ProbeResult(1, "half \uD800")));
        await Assert.ThrowsAsync<InvalidTaskException>(() => kinds.SendAsync(result));
        Assert.False(await kinds.IsMadeAsync());

        Assert.True(await kinds.SendAsync(kinds.NewCommit()));
    }

    [Fact]
    public async Task A_constraint_that_is_checked_at_the_commit_undoes_all_of_it()
    {
        await using CommitKinds kinds = await CommitKinds.OpenAsync(PostgreSqlTestStore.Kind);
        await kinds.Database.ExecuteAsync(
            "CREATE FUNCTION too_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'too late'; END $$;"
            + "CREATE CONSTRAINT TRIGGER too_late AFTER INSERT ON added DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION too_late()");

        InvalidTaskException refused = await Assert.ThrowsAsync<InvalidTaskException>(() => kinds.SendAsync(kinds.NewCommit()));
        Assert.StartsWith("added, ended, started: the commit", refused.Message, StringComparison.Ordinal);
        Assert.Contains("too late", refused.Message, StringComparison.Ordinal);
        Assert.False(await kinds.IsMadeAsync());
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_unique_index_of_somebody_else_is_a_refusal(string kind)
    {
        await using CommitKinds kinds = await CommitKinds.OpenAsync(kind);
        await kinds.Database.ExecuteAsync("CREATE UNIQUE INDEX only_one ON ended (result_number)");
        await kinds.Ended.AddAsync(new ProbeTask(5));
        ClaimedTask<ProbeTask> other = Assert.Single(await kinds.Ended.ClaimAsync());
        await kinds.Ended.ApplyAsync(TaskTransition<ProbeResult>.Succeed(other.Id, other.ClaimToken, new ProbeResult(1)));

        InvalidTaskException refused = await Assert.ThrowsAsync<InvalidTaskException>(() => kinds.SendAsync(kinds.NewCommit()));
        Assert.StartsWith("ended", refused.Message, StringComparison.Ordinal);
        Assert.Equal(TaskState.Running, (await kinds.Ended.GetAsync(kinds.Claimed.Id)).State);
        Assert.Equal(new TaskCounts(), await kinds.Added.CountAsync(Cancellation));
    }

    [Theory, InlineData(PostgreSqlTestStore.Kind), InlineData(MySqlTestStore.Kind)]
    public async Task A_key_in_an_open_transaction_is_waited_for_without_holding_up_leases(string kind)
    {
        await using CommitKinds kinds = await CommitKinds.OpenAsync(kind);
        await using DbConnection connection = await kinds.Database.ConnectAsync();
        await using DbTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
        await kinds.Added.AddInTransactionAsync(transaction, new[] { ContainerSteps.New(new ProbeTask(7), CommitKinds.Keyed.UniqueKey) }, Cancellation);

        Task<bool> commit = kinds.SendAsync(kinds.NewCommit());
        RenewRequest request = new((await kinds.Ended.GetAsync(kinds.Claimed.Id)).Owner!.Value, new[] { new ClaimKey(kinds.Claimed.Id, kinds.Claimed.ClaimToken) }, TimeSpan.FromSeconds(3));
        for (int i = 0; i < 5; i++)
        {
            KindRenewal renewal = new(kinds.Ended, request);
            await Task.Run(async () => await kinds.Store.RenewAsync([renewal], Cancellation), Cancellation);
            Assert.Null(renewal.Failure);
            Assert.Empty(renewal.Report.Lost);
            Assert.False(commit.IsCompleted, "The commit did not wait for the transaction.");
        }

        await transaction.RollbackAsync(Cancellation);
        Assert.True(await commit);
        Assert.True(await kinds.IsMadeAsync());
    }

    [Theory, InlineData(PostgreSqlTestStore.Kind), InlineData(MySqlTestStore.Kind)]
    public async Task A_key_that_stays_locked_is_named(string kind)
    {
        await using CommitKinds kinds = await CommitKinds.OpenAsync(kind);
        await using DbConnection connection = await kinds.Database.ConnectAsync();
        await using DbTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
        await kinds.Added.AddInTransactionAsync(transaction, new[] { ContainerSteps.New(new ProbeTask(7), CommitKinds.Keyed.UniqueKey) }, Cancellation);

        UniqueKeyLockedException locked = await Assert.ThrowsAsync<UniqueKeyLockedException>(() => kinds.SendAsync(kinds.NewCommit()));
        Assert.Equal(("added", "next"), (locked.TaskName, locked.UniqueKey));
        await transaction.RollbackAsync(Cancellation);
        Assert.False(await kinds.IsMadeAsync());
    }
}
