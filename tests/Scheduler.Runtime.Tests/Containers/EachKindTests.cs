using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Containers;

/// <summary>Calls about several kinds of tasks that are made one by one.</summary>
public sealed class EachKindTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failure_is_that_of_one_kind()
    {
        KindRenewal[] kinds = Kinds();

        await EachKind.RunAsync(kinds, kind => kind == kinds[0] ? throw new InvalidOperationException("broken") : ValueTask.CompletedTask, Cancellation);

        Assert.IsType<InvalidOperationException>(kinds[0].Failure);
        Assert.Null(kinds[1].Failure);
        Assert.Null(kinds[2].Failure);
    }

    [Fact]
    public async Task A_store_that_is_away_is_asked_once()
    {
        KindRenewal[] kinds = Kinds();
        List<KindRenewal> asked = [];

        await EachKind.RunAsync(
            kinds,
            kind =>
            {
                asked.Add(kind);
                return kind == kinds[1] ? throw new StoreUnavailableException("Store", "It is away.") : ValueTask.CompletedTask;
            },
            Cancellation);

        Assert.Equal(kinds[..2], asked);
        Assert.Null(kinds[0].Failure);
        Assert.IsType<StoreUnavailableException>(kinds[1].Failure);
        Assert.Same(kinds[1].Failure, kinds[2].Failure);
    }

    [Fact]
    public async Task Cancellation_ends_it()
    {
        using CancellationTokenSource source = new();
        await source.CancelAsync();
        int calls = 0;

        await Assert.ThrowsAsync<OperationCanceledException>(async () => await EachKind.RunAsync(
            Kinds(),
            _ =>
            {
                calls++;
                throw new OperationCanceledException(source.Token);
            },
            source.Token));

        Assert.Equal(1, calls);
    }

    private static KindRenewal[] Kinds() => [.. Enumerable.Range(0, 3).Select(static _ => new KindRenewal(null!, default))];
}
