namespace GeneratedScheduler.Testing.Tests;

/// <summary>The store that stands for a database conforms itself.</summary>
public sealed class SharedMemoryStoreTests
{
    private const ContainerTraits Traits =
        ContainerTraits.Priorities | ContainerTraits.Fifo | ContainerTraits.Wakes | ContainerTraits.Reserving;

    private static readonly ContainerConformanceSuite Suite = SuiteOver(static () => new ContainerModel());

    public static TheoryData<string> Cases => [.. Suite.Cases.Where(c => c.SkipReason is null).Select(c => c.Name)];

    [Theory, MemberData(nameof(Cases))]
    public Task The_store_conforms(string name) => Suite[name].RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public void What_only_containers_over_a_shared_store_can_do_is_tested() =>
        Assert.All(["Sharing", "Reserving", "Reserved moves", "Reservation leases"], subject =>
            Assert.All(Suite.Cases.Where(c => c.Subject == subject), c => Assert.Null(c.SkipReason)));

    private static ContainerConformanceSuite SuiteOver(Func<ContainerModel> model) => new(
        FakeTimeContainerFixture.OverSharedStore(Traits, clock =>
        {
            SharedMemoryStore<ProbeTask, ProbeResult> store = new(model(), clock);
            return _ => store.Open();
        }))
    {
        ParallelTasks = 400,
    };
}
