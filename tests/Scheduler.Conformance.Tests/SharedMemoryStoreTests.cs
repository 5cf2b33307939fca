namespace GeneratedScheduler.Conformance.Tests;

/// <summary>The store that stands for a database conforms itself.</summary>
public sealed class SharedMemoryStoreTests
{
    private static readonly ContainerConformanceSuite Suite = new(FakeTimeContainerFixture.OverSharedStore(
        ContainerTraits.Priorities | ContainerTraits.Fifo | ContainerTraits.Wakes,
        static clock =>
        {
            SharedMemoryStore<ProbeTask, ProbeResult> store = new(clock);
            return _ => store.Open();
        }))
    {
        ParallelTasks = 400,
    };

    public static TheoryData<string> Cases => [.. Suite.Cases.Where(c => c.SkipReason is null).Select(c => c.Name)];

    [Theory, MemberData(nameof(Cases))]
    public Task The_store_conforms(string name) => Suite[name].RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public void What_only_containers_over_a_shared_store_can_do_is_tested() =>
        Assert.All(Suite.Cases.Where(c => c.Subject == "Sharing"), c => Assert.Null(c.SkipReason));
}
