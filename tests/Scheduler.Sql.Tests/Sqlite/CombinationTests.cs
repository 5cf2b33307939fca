using GeneratedScheduler.Conformance;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Sqlite;

/// <summary>Memory in front of a real file.</summary>
public sealed class CombinationTests
{
    private static readonly CombinedContainerFixture Queue = new(SqliteFixture.Instance, TaskOrder.Queue);
    private static readonly CombinedContainerFixture Ordered = new(SqliteFixture.Instance, TaskOrder.Priority);

    private static readonly ContainerConformanceSuite QueueSuite = new(Queue) { ParallelTasks = 800 };
    private static readonly ContainerConformanceSuite OrderedSuite = new(Ordered) { ParallelTasks = 800 };

    public static TheoryData<string> QueueCases => Runnable(QueueSuite);

    public static TheoryData<string> OrderedCases => Runnable(OrderedSuite);

    [Theory, MemberData(nameof(QueueCases))]
    public Task The_combination_with_a_queue_conforms(string name) => QueueSuite[name].RunAsync(TestContext.Current.CancellationToken);

    [Theory, MemberData(nameof(OrderedCases))]
    public Task The_combination_with_an_ordered_map_conforms(string name) => OrderedSuite[name].RunAsync(TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(4)]
    [InlineData(50)]
    [InlineData(600)]
    public async Task Long_lives_do_what_the_model_does(int seed)
    {
        await ModelBasedTest.RunAsync(Queue, seed, steps: 400, TestContext.Current.CancellationToken);
        await ModelBasedTest.RunAsync(Ordered, seed, steps: 400, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task What_many_workers_were_allowed_to_do_at_once_adds_up(int seed)
    {
        await ParallelHistoryTest.RunAsync(Queue, seed, cancellationToken: TestContext.Current.CancellationToken);
        await ParallelHistoryTest.RunAsync(Ordered, seed, cancellationToken: TestContext.Current.CancellationToken);
    }

    private static TheoryData<string> Runnable(ContainerConformanceSuite suite) =>
        [.. suite.Cases.Where(c => c.SkipReason is null).Select(c => c.Name)];
}
