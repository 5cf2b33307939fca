using GeneratedScheduler.Conformance;

namespace GeneratedScheduler.Sql.Tests.MySql;

public sealed class ConformanceTests
{
    private static readonly ContainerConformanceSuite Suite = new(MySqlFixture.Instance);

    public static TheoryData<string> Cases => [.. Suite.Cases.Where(c => c.SkipReason is null).Select(c => c.Name)];

    [Theory, MemberData(nameof(Cases))]
    public Task MySql_conforms(string name)
    {
        _ = MySqlFixture.ConnectionString;
        return Suite[name].RunAsync(TestContext.Current.CancellationToken);
    }
}
