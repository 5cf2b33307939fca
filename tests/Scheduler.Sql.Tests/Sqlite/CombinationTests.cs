using GeneratedScheduler.Conformance;

namespace GeneratedScheduler.Sql.Tests.Sqlite;

/// <summary>Memory in front of a real file.</summary>
public sealed class CombinationTests
{
    private static readonly CombinedContainerFixture Fixture = new(SqliteFixture.Instance);
    private static readonly ContainerConformanceSuite Suite = new(Fixture) { ParallelTasks = 800 };

    public static TheoryData<string> Cases => [.. Suite.Cases.Where(c => c.SkipReason is null).Select(c => c.Name)];

    [Theory, MemberData(nameof(Cases))]
    public Task The_combination_conforms(string name) => Suite[name].RunAsync(TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(4)]
    [InlineData(50)]
    [InlineData(600)]
    public Task Long_lives_do_what_the_model_does(int seed) => ModelBasedTest.RunAsync(Fixture, seed, steps: 400, TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public Task What_many_workers_were_allowed_to_do_at_once_adds_up(int seed) =>
        ParallelHistoryTest.RunAsync(Fixture, seed, cancellationToken: TestContext.Current.CancellationToken);
}
