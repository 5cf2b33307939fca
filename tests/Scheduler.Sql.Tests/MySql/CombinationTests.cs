using GeneratedScheduler.Conformance;

namespace GeneratedScheduler.Sql.Tests.MySql;

/// <summary>Memory in front of a real server.</summary>
public sealed class CombinationTests
{
    private static readonly CombinedContainerFixture Fixture = new(MySqlFixture.WithStoppedClock);
    private static readonly ContainerConformanceSuite Suite = new(Fixture) { ParallelTasks = 800 };

    public static TheoryData<string> Cases => [.. Suite.Cases.Where(c => c.SkipReason is null).Select(c => c.Name)];

    [Theory, MemberData(nameof(Cases))]
    public Task The_combination_conforms(string name)
    {
        _ = MySqlFixture.ConnectionString;
        return Suite[name].RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(50)]
    public Task Long_lives_do_what_the_model_does(int seed)
    {
        _ = MySqlFixture.ConnectionString;
        return ModelBasedTest.RunAsync(Fixture, seed, steps: 200, TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task What_many_workers_were_allowed_to_do_at_once_adds_up()
    {
        _ = MySqlFixture.ConnectionString;
        return ParallelHistoryTest.RunAsync(Fixture, seed: 6, cancellationToken: TestContext.Current.CancellationToken);
    }
}
