using GeneratedScheduler.Conformance.Tests.Broken;

namespace GeneratedScheduler.Conformance.Tests;

/// <summary>A suite is worth what it catches: each broken container must fail, in the case that is about what is broken.</summary>
public sealed class MutationTests
{
    private const ContainerTraits Traits = ContainerTraits.Clock | ContainerTraits.Priorities | ContainerTraits.Fifo
        | ContainerTraits.Bounded | ContainerTraits.Outcomes | ContainerTraits.Wakes;

    private static readonly ContainerConformanceSuite Reference =
        SuiteOf((setup, clock) => new ReferenceContainer(new ContainerModel(), setup, clock), TimeSpan.FromMinutes(1));

    public static TheoryData<string> Cases => [.. Reference.Cases.Where(c => c.SkipReason is null).Select(c => c.Name)];

    public static TheoryData<string> MutantNames => [.. AllMutants.Select(m => m.Name)];

    private static IEnumerable<Mutant> AllMutants => [.. Mutants.All, .. TweakedMutants.All, .. ListingMutants.All];

    [Theory, MemberData(nameof(Cases))]
    public Task The_model_itself_conforms(string name) => Reference[name].RunAsync(TestContext.Current.CancellationToken);

    [Theory, MemberData(nameof(MutantNames))]
    public async Task A_broken_container_is_caught(string name)
    {
        Mutant mutant = AllMutants.Single(m => m.Name == name);
        ContainerConformanceSuite suite = SuiteOf(mutant.Create, TimeSpan.FromSeconds(mutant.Hangs ? 1 : 60));
        ConformanceException failure = await Assert.ThrowsAsync<ConformanceException>(
            () => suite[mutant.CaughtBy].RunAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith(mutant.CaughtBy, failure.Message, StringComparison.Ordinal);
        Assert.Equal(mutant.Hangs, failure.Message.Contains("it did not end within", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_case_without_its_trait_is_skipped_with_the_reason()
    {
        ConformanceCase skipped = Reference["Sharing: what one adds the other claims and ends"];
        Assert.Equal("The fixture does not have: Shared.", skipped.SkipReason);
        await Assert.ThrowsAsync<InvalidOperationException>(() => skipped.RunAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Names_are_unique_and_every_subject_has_cases() =>
        Assert.Equal(Reference.Cases.Count, Reference.Cases.Select(c => c.Name).Distinct(StringComparer.Ordinal).Count());

    [Theory]
    [InlineData(typeof(NoTokenCheck))]
    [InlineData(typeof(DeferCounts))]
    [InlineData(typeof(RescuesForEver))]
    [InlineData(typeof(FreesKeyEarly))]
    [InlineData(typeof(RetryIgnoresStop))]
    public async Task The_model_based_test_catches_broken_rules(Type model)
    {
        FakeTimeContainerFixture fixture = new(
            Traits, (setup, clock) => new ReferenceContainer((ContainerModel)Activator.CreateInstance(model)!, setup, clock));
        ConformanceException failure = await Assert.ThrowsAsync<ConformanceException>(async () =>
        {
            for (int seed = 1; seed <= 20; seed++)
            {
                await ModelBasedTest.RunAsync(fixture, seed, 300, TestContext.Current.CancellationToken);
            }
        });
        Assert.Matches("^Seed [0-9]+, 300 steps: step [0-9]+ of 300:", failure.Message);
    }

    [Theory]
    [InlineData(typeof(NoTokenCheck))]
    [InlineData(typeof(ClaimsRunning))]
    [InlineData(typeof(LosesRetry))]
    public async Task The_history_of_many_workers_shows_broken_rules(Type model)
    {
        FakeTimeContainerFixture fixture = new(
            Traits, (setup, clock) => new ReferenceContainer((ContainerModel)Activator.CreateInstance(model)!, setup, clock));
        ConformanceException failure = await Assert.ThrowsAsync<ConformanceException>(
            () => ParallelHistoryTest.RunAsync(fixture, seed: 1, cancellationToken: TestContext.Current.CancellationToken));
        Assert.StartsWith("Seed 1, 4 workers, 200 steps: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task The_history_of_the_model_adds_up() => ParallelHistoryTest.RunAsync(
        Reference.Fixture, seed: 1, cancellationToken: TestContext.Current.CancellationToken);

    [Fact]
    public Task The_model_agrees_with_itself() => ModelBasedTest.RunAsync(
        Reference.Fixture, seed: 5, steps: 500, TestContext.Current.CancellationToken);

    private static ContainerConformanceSuite SuiteOf(Func<ContainerSetup, TimeProvider, ProbeContainer> create, TimeSpan timeout) =>
        new(new FakeTimeContainerFixture(Traits, create)) { CaseTimeout = timeout, ParallelTasks = 400 };
}
