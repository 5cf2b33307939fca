using GeneratedScheduler.Conformance;

namespace GeneratedScheduler.Sql.Tests.PostgreSql;

public sealed class ConformanceTests
{
    private static readonly ContainerConformanceSuite Suite = new(PostgreSqlFixture.Instance);

    public static TheoryData<string> Cases => [.. Suite.Cases.Where(c => c.SkipReason is null).Select(c => c.Name)];

    [Theory, MemberData(nameof(Cases))]
    public Task PostgreSql_conforms(string name)
    {
        _ = PostgreSqlFixture.ConnectionString;
        return Suite[name].RunAsync(TestContext.Current.CancellationToken);
    }
}
