using GeneratedScheduler.Conformance.Tests.Broken;

namespace GeneratedScheduler.Conformance.Tests;

/// <summary>The store that stands for a database: it conforms itself, and where it breaks the rules of reservations, the suite finds out.</summary>
public sealed class SharedMemoryStoreTests
{
    private const ContainerTraits Traits =
        ContainerTraits.Priorities | ContainerTraits.Fifo | ContainerTraits.Wakes;

    private static readonly ContainerConformanceSuite Suite = SuiteOver(static () => new ContainerModel());

    public static TheoryData<string> Cases => [.. Suite.Cases.Where(c => c.SkipReason is null).Select(c => c.Name)];

    public static TheoryData<string> MutantNames => [.. ReservingMutants.All.Select(m => m.Name)];

    [Theory, MemberData(nameof(Cases))]
    public Task The_store_conforms(string name) => Suite[name].RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public void What_only_containers_over_a_shared_store_can_do_is_tested() =>
        Assert.All(["Sharing", "Reserving", "Reserved moves", "Reservation leases"], subject =>
            Assert.All(Suite.Cases.Where(c => c.Subject == subject), c => Assert.Null(c.SkipReason)));

    [Theory, MemberData(nameof(MutantNames))]
    public async Task A_store_that_breaks_a_rule_is_caught(string name)
    {
        ReservingMutant mutant = ReservingMutants.All.Single(m => m.Name == name);
        ContainerConformanceSuite suite = SuiteOver(mutant.Model);
        ConformanceException failure = await Assert.ThrowsAsync<ConformanceException>(
            () => suite[mutant.CaughtBy].RunAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith(mutant.CaughtBy, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_case_about_reservations_catches_something()
    {
        // What is not about the rules of tasks, but about the call itself.
        HashSet<string> caught = ["Reserving: a cancelled add adds nothing"];
        foreach (ReservingMutant mutant in ReservingMutants.All)
        {
            ContainerConformanceSuite suite = SuiteOver(mutant.Model);
            foreach (ConformanceCase one in suite.Cases.Where(c => c.Subject.StartsWith("Reserv", StringComparison.Ordinal) && !caught.Contains(c.Name)))
            {
                try
                {
                    await one.RunAsync(TestContext.Current.CancellationToken);
                }
                catch (ConformanceException)
                {
                    caught.Add(one.Name);
                }
            }
        }

        Assert.Empty(Suite.Cases.Where(c => c.Subject.StartsWith("Reserv", StringComparison.Ordinal)).Select(c => c.Name).Except(caught));
    }

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
