using GeneratedScheduler.Conformance;

namespace GeneratedScheduler.Sql.Tests.Sqlite;

public sealed class ConformanceTests
{
    private static readonly ContainerConformanceSuite Suite = new(SqliteFixture.Instance);

    public static TheoryData<string> Cases => [.. Suite.Cases.Where(c => c.SkipReason is null).Select(c => c.Name)];

    [Theory, MemberData(nameof(Cases))]
    public Task Sqlite_conforms(string name) => Suite[name].RunAsync(TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(300)]
    public Task Long_lives_do_what_the_model_does(int seed) =>
        ModelBasedTest.RunAsync(SqliteFixture.Instance, seed, steps: 400, TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task What_many_workers_were_allowed_to_do_at_once_adds_up(int seed) =>
        ParallelHistoryTest.RunAsync(SqliteFixture.Instance, seed, cancellationToken: TestContext.Current.CancellationToken);
}
