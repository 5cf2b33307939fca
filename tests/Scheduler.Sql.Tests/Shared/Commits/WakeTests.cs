using GeneratedScheduler.Conformance;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Sql.Tests.Shared.Commits;

/// <summary>A commit wakes claimers of other stores over the same database. In PostgreSQL these may be in other processes.</summary>
public sealed class WakeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_commit_wakes_another_store_without_a_poll(string kind)
    {
        await using CommitKinds kinds = await CommitKinds.OpenAsync(kind);

        // Its clock stands still: nothing is asked by itself.
        await using SqlTaskContainer<ProbeTask, ProbeResult> elsewhere = await kinds.Database.OpenReadyAsync(
            new TaskDefinition<ProbeTask, ProbeResult> { Name = "added", Mapper = new ProbeMapper("added") }, options => options.TimeProvider = new FakeTimeProvider());
        Assert.Empty(await elsewhere.ClaimAsync());
        Task wait = elsewhere.WaitForTasksAsync(new ClaimRequest(ClaimantId.New(), TimeSpan.FromMinutes(1)), TimeSpan.FromDays(1), Cancellation).AsTask();
        TaskCommit refused = kinds.NewCommit();
        refused.Apply(kinds.Ended, TaskTransition<ProbeResult>.Export(kinds.Claimed.Id, kinds.Claimed.ClaimToken));
        Assert.False(await kinds.SendAsync(refused));

        Assert.True(await kinds.SendAsync(kinds.NewCommit()));
        await wait.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancellation);
        Assert.Single(await elsewhere.ClaimAsync());
    }
}
