namespace GeneratedScheduler.Sql.Tests.Shared;

/// <summary>What wakes those who wait for tasks in one process.</summary>
public sealed class SignalTests
{
    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task An_add_wakes_each_container_of_its_process_once(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> one = await store.OpenReadyAsync(FirstMailScheduler.CreateDefinition());

        // A watch of another process begins with one signal, for what came before it.
        await Eventually.IsTrueAsync(() => one.Signals >= (kind == MySqlTestStore.Kind ? 0 : 1), () => $"{one.Signals} signals");
        long before = one.Signals;
        for (int i = 1; i <= 10; i++)
        {
            await one.AddAsync(new FirstMailTask("a", 1));
            Assert.Equal(before + i, one.Signals);
        }
    }
}
