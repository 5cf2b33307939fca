using GeneratedScheduler.Storage;
using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Runtime.Tests.Containers;

public sealed class RoomTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Adders_are_let_in_first_come_first_served_even_if_a_later_one_would_fit()
    {
        await using MemoryTaskContainer<string, int> queue = ContainerDriver.Queue(_time, o => o.Capacity = 2);
        await queue.AddAsync(_cancellation, "a", "b");
        Task two = queue.AddAsync(_cancellation, "c", "d");
        Task one = queue.AddAsync(_cancellation, "e");

        Assert.Equal("a", await queue.ClaimNamesAsync(1));
        Assert.False(two.IsCompleted);
        Assert.False(one.IsCompleted);

        Assert.Equal("b", await queue.ClaimNamesAsync(1));
        await two;
        Assert.False(one.IsCompleted);

        Assert.Equal("c", await queue.ClaimNamesAsync(1));
        await one;
        Assert.Equal("d e", await queue.ClaimNamesAsync(9));
    }

    [Fact]
    public async Task An_adder_that_gives_up_makes_way_for_the_next()
    {
        await using MemoryTaskContainer<string, int> queue = ContainerDriver.Queue(_time, o => o.Capacity = 2);
        await queue.AddAsync(_cancellation, "a");
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        Task two = queue.AddAsync(impatient.Token, "b", "c");
        Task one = queue.AddAsync(_cancellation, "d");
        Assert.False(one.IsCompleted);

        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => two);
        await one;
        Assert.Equal("a d", await queue.ClaimNamesAsync(9));
    }

    [Fact]
    public async Task An_add_waits_for_its_time_and_no_longer()
    {
        await using MemoryTaskContainer<string, int> queue =
            ContainerDriver.Queue(_time, o => (o.Capacity, o.AddTimeout) = (1, TimeSpan.FromSeconds(7)));
        await queue.AddAsync(_cancellation, "a");
        Task late = queue.AddAsync(_cancellation, "b");

        _time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.False(late.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        TaskQueueFullException full = await Assert.ThrowsAsync<TaskQueueFullException>(() => late);
        Assert.Equal((1, 1), (full.Capacity, full.Count));
        Assert.Equal("a", await queue.ClaimNamesAsync(9));
    }

    [Fact]
    public async Task What_comes_back_needs_no_room()
    {
        await using MemoryTaskContainer<string, int> queue =
            ContainerDriver.Queue(_time, o => (o.Capacity, o.AddTimeout) = (1, TimeSpan.Zero));
        await queue.AddAsync(_cancellation, "a");
        ClaimedTask<string> claimed = Assert.Single(await queue.ClaimAsync(1));
        await queue.AddAsync(_cancellation, "b");

        Assert.True(await queue.ApplyAsync(TaskTransition<int>.Release(claimed.Id, claimed.ClaimToken)));

        Assert.Equal(2, (await queue.CountAsync(_cancellation)).Waiting);
        await Assert.ThrowsAsync<TaskQueueFullException>(() => queue.AddAsync(_cancellation, "c"));
    }

    [Fact]
    public async Task Room_is_made_by_deleting_what_was_not_started()
    {
        await using MemoryTaskContainer<string, int> queue = ContainerDriver.Queue(_time, o => o.Capacity = 1);
        TaskId unstarted = await queue.AddOneAsync("a", start: false);
        Task next = queue.AddAsync(_cancellation, "b");
        Assert.False(next.IsCompleted);

        Assert.Equal(CommandOutcome.Done, await queue.ExecuteAsync(TaskCommand.Delete, unstarted));

        await next;
    }

    [Fact]
    public async Task Outcomes_are_given_to_an_adder_that_waited()
    {
        await using MemoryTaskContainer<string, int> queue = ContainerDriver.Queue(_time, o => o.Capacity = 1);
        await queue.AddAsync(_cancellation, "a");
        var outcomes = new ITaskOutcomeSource<int>?[1];
        NewTask<string> late = ContainerDriver.NewTask("b");
        Task added = queue.AddAsync(new[] { late }, outcomes, _cancellation).AsTask();
        await queue.ClaimAsync(1);
        await added;

        ClaimedTask<string> claimed = Assert.Single(await queue.ClaimAsync(1));
        await queue.ApplyAsync(TaskTransition<int>.Succeed(claimed.Id, claimed.ClaimToken, 42));

        Assert.Equal(42, (await outcomes[0]!.WaitAsync(late.Id)).Result);
    }

    [Fact]
    public async Task A_name_that_was_taken_during_the_wait_is_a_conflict()
    {
        EnqueueOptions keyed = new() { UniqueKey = "k" };
        await using MemoryTaskContainer<string, int> queue = ContainerDriver.Queue(_time, o => o.Capacity = 1);
        await queue.AddAsync(_cancellation, "a");
        Task first = queue.AddOneAsync("b", keyed);
        Task second = queue.AddOneAsync("c", keyed);

        await queue.ClaimAsync(1);
        await first;
        Assert.Equal("b", await queue.ClaimNamesAsync(1));

        await Assert.ThrowsAsync<DuplicateTaskException>(() => second);
    }

    [Theory]
    [InlineData(0, 0, 1, 1, "Capacity")]
    [InlineData(0, 1, -5, 1, "AddTimeout")]
    [InlineData(0, 1, 1, -1, "KeepFinished")]
    [InlineData(2, 1, 1, 1, "Order")]
    public void Options_out_of_range_are_named(int order, int capacity, int seconds, int keep, string option)
    {
        MemoryContainerOptions options = new()
        {
            Order = (TaskOrder)order,
            Capacity = capacity,
            AddTimeout = TimeSpan.FromSeconds(seconds),
            KeepFinished = keep,
        };

        ArgumentOutOfRangeException wrong =
            Assert.Throws<ArgumentOutOfRangeException>(() => new MemoryTaskContainer<string, int>(options));

        Assert.Equal(option, wrong.ParamName);
        Assert.Contains("; write ", wrong.Message, StringComparison.Ordinal);
    }
}
