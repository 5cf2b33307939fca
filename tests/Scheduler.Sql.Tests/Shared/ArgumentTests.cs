using GeneratedScheduler.Tests.Shared;

namespace GeneratedScheduler.Sql.Tests.Shared;

public sealed class ArgumentTests
{
    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_database_refuses_wrong_arguments(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = await store.OpenReadyAsync(FirstMailScheduler.CreateDefinition());
        await WrongArguments.ExpectAsync(container, new FirstMailTask("a", 1), TestContext.Current.CancellationToken);
    }
}
