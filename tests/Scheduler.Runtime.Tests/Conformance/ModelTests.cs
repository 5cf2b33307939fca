using CsCheck;
using GeneratedScheduler.Conformance;

namespace GeneratedScheduler.Runtime.Tests.Conformance;

/// <summary>Random steps, through a container and through the model. CsCheck prints the seed and shrinks what fails.</summary>
public sealed class ModelTests
{
    private static readonly Gen<ModelOperation> Operation =
        Gen.Select(Gen.Int[0, 14], Gen.Int[0, 9_999], Gen.Int[0, 9_999], (kind, subject, variant) =>
            new ModelOperation(ActionOf(kind), subject, variant));

    [Fact]
    public Task The_queue_does_what_the_model_does() => CompareAsync(MemoryFixtures.Queue);

    [Fact]
    public Task The_ordered_container_does_what_the_model_does() => CompareAsync(MemoryFixtures.Ordered);

    [Fact]
    public Task The_combination_does_what_the_model_does() => CompareAsync(CombinedFixtures.Shared);

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(300)]
    public async Task Long_lives_do_what_the_model_does(int seed)
    {
        await ModelBasedTest.RunAsync(MemoryFixtures.Queue, seed, steps: 400, TestContext.Current.CancellationToken);
        await ModelBasedTest.RunAsync(MemoryFixtures.Ordered, seed, steps: 400, TestContext.Current.CancellationToken);
        await ModelBasedTest.RunAsync(CombinedFixtures.Shared, seed, steps: 400, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_many_workers_were_allowed_to_do_at_once_adds_up(int seed)
    {
        for (int run = 0; run < 10; run++)
        {
            await ParallelHistoryTest.RunAsync(
                MemoryFixtures.Queue, seed * 100 + run, cancellationToken: TestContext.Current.CancellationToken);
            await ParallelHistoryTest.RunAsync(
                MemoryFixtures.Ordered, seed * 100 + run, cancellationToken: TestContext.Current.CancellationToken);
            await ParallelHistoryTest.RunAsync(
                CombinedFixtures.Shared, seed * 100 + run, cancellationToken: TestContext.Current.CancellationToken);
        }
    }

    private static Task CompareAsync(IContainerFixture fixture) =>
        Operation.List[1, 120].SampleAsync(
            operations => ModelBasedTest.RunAsync(fixture, operations),
            iter: 200,
            print: operations => string.Join(Environment.NewLine, operations));

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
