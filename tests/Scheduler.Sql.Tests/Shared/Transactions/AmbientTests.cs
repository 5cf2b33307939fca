using System.Transactions;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared.Transactions;

/// <summary>An ambient transaction is the application's: tasks that were acknowledged do not go with it.</summary>
public sealed class AmbientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_task_stays_when_the_ambient_transaction_is_rolled_back(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = store.Open(FirstMailScheduler.CreateDefinition());
        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            // The table too is made within it, and what the container does by itself begins within it.
            await container.InitializeAsync(Cancellation);
            await container.AddAsync(new FirstMailTask("a", 1));
        }

        Assert.Equal(new TaskCounts { Waiting = 1 }, await container.CountAsync(Cancellation));
        ClaimedTask<FirstMailTask> claimed = Assert.Single(await container.ClaimAsync());
        Assert.True(Assert.Single(await container.ApplyAsync(TaskTransition<string>.Succeed(claimed.Id, claimed.ClaimToken, "done"))));
    }
}
