using CsCheck;
using GeneratedScheduler.Conformance;
using GeneratedScheduler.Sql.Tests.MySql;
using GeneratedScheduler.Sql.Tests.PostgreSql;
using GeneratedScheduler.Sql.Tests.Sqlite;

namespace GeneratedScheduler.Sql.Tests.Shared.Model;

/// <summary>Random steps, through a container over a real database and through the model. CsCheck prints the seed and shrinks what fails.</summary>
public sealed class ModelTests
{
    private static readonly Gen<ModelOperation> Operation =
        Gen.Select(Gen.Int[0, 14], Gen.Int[0, 9_999], Gen.Int[0, 9_999], (kind, subject, variant) => new ModelOperation(ActionOf(kind), subject, variant));

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public Task The_container_does_what_the_model_does(string kind) =>
        Operation.List[1, 60].SampleAsync(
            operations => ModelBasedTest.RunAsync(FixtureOf(kind), operations), iter: 8, print: operations => string.Join(Environment.NewLine, operations));

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public Task A_long_life_does_what_the_model_does(string kind) =>
        ModelBasedTest.RunAsync(FixtureOf(kind), seed: 17, steps: 100, TestContext.Current.CancellationToken);

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task What_many_workers_were_allowed_to_do_at_once_adds_up(string kind)
    {
        for (int seed = 0; seed < 3; seed++)
        {
            await ParallelHistoryTest.RunAsync(FixtureOf(kind), seed, steps: 60, cancellationToken: TestContext.Current.CancellationToken);
        }
    }

    private static IContainerFixture FixtureOf(string kind) => kind switch
    {
        PostgreSqlTestStore.Kind => PostgreSqlFixture.WithStoppedClock,
        MySqlTestStore.Kind => MySqlFixture.WithStoppedClock,
        _ => SqliteFixture.Instance,
    };

    // Moves are what tasks mostly see, and claims come before them.
    private static ModelAction ActionOf(int kind) => kind switch
    {
        < 2 => ModelAction.Add,
        < 5 => ModelAction.Claim,
        < 10 => ModelAction.Move,
        < 12 => ModelAction.Command,
        12 => ModelAction.Renew,
        13 => ModelAction.Rescue,
        _ => ModelAction.Advance,
    };
}
