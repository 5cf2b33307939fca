using GeneratedScheduler.Conformance;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Containers;

/// <summary>Which containers a commit takes, and which stores make one. The conformance suite tests what a commit does.</summary>
public sealed class CommitTests
{
    private static readonly TaskDefinition<string, int> Words = new() { Name = "words" };
    private static readonly TaskDefinition<int, string> Numbers = new() { Name = "numbers" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Wrapped_containers_are_looked_through()
    {
        await using ITaskStore store = new MemoryStore();
        await using ITaskContainer<string, int> words = store.Open(Words, TimeProvider.System);
        FaultPlan plan = FaultPlan.From(static _ => FaultKind.ThrowBefore);
        ITaskContainer<string, int> wrapped = new SharedContainer<string, int>(new FaultyTaskContainer<string, int>(words, plan));
        await using ITaskContainer<int, string> numbers = store.Open(Numbers, TimeProvider.System);

        TaskCommit commit = new();
        NewTask<string> first = New("a");
        NewTask<string> second = New("b");
        commit.Add(wrapped, first);
        commit.Add(words, second);
        commit.Add(numbers, New(1));
        Assert.True(await store.CommitAsync(commit, Cancellation));

        // The wrapper and the container are one part: a row would otherwise be locked twice, in two places of the order.
        Assert.Equal(2, commit.Parts.Count);
        Assert.Equal(0, plan.TotalInjected);
        Assert.Equal(["a", "b"], (await words.GetAsync(new[] { first.Id, second.Id }, Cancellation)).Select(static task => task?.Payload));
    }

    [Fact]
    public async Task A_container_of_another_store_is_refused_and_nothing_is_changed()
    {
        await using ITaskStore store = new MemoryStore();
        await using ITaskStore another = new MemoryStore();
        await using ITaskContainer<string, int> words = store.Open(Words, TimeProvider.System);
        await using ITaskContainer<int, string> numbers = another.Open(Numbers, TimeProvider.System);
        await using MemoryTaskContainer<int, string> alone = new();
        foreach (ITaskContainer<int, string> other in new[] { numbers, alone })
        {
            TaskCommit commit = new();
            commit.Add(words, New("a"));
            commit.Add(other, New(1));
            ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(async () => await store.CommitAsync(commit, Cancellation));
            Assert.Contains("was not opened by this store", refused.Message, StringComparison.Ordinal);
            Assert.Equal(new TaskCounts(), await words.CountAsync(Cancellation));
        }
    }

    [Fact]
    public async Task A_closed_container_is_refused_and_nothing_is_changed()
    {
        await using ITaskStore store = new MemoryStore();
        await using ITaskContainer<string, int> words = store.Open(Words, TimeProvider.System);
        ITaskContainer<int, string> numbers = store.Open(Numbers, TimeProvider.System);
        await numbers.DisposeAsync();
        TaskCommit commit = new();
        commit.Add(words, New("a"));
        commit.Add(numbers, New(1));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.CommitAsync(commit, Cancellation));
        Assert.Equal(new TaskCounts(), await words.CountAsync(Cancellation));

        // The locks were given back.
        await Task.Run(async () => await words.AddAsync(new[] { New("a") }, default, Cancellation), Cancellation);
    }

    [Fact]
    public async Task Stores_that_cannot_say_so_and_say_what_to_use()
    {
        await using ITaskStore plain = new PlainStore();
        Assert.False(plain.Traits.HasFlag(StoreTraits.Committing));
        NotSupportedException refused = await Assert.ThrowsAsync<NotSupportedException>(async () => await plain.CommitAsync(new TaskCommit(), Cancellation));
        Assert.Contains(nameof(StoreTraits.Committing), refused.Message, StringComparison.Ordinal);

        await using ITaskStore memory = new MemoryStore();
        Assert.True(memory.Traits.HasFlag(StoreTraits.Committing));
    }

    [Fact]
    public async Task A_task_without_an_id_is_refused_where_it_is_named()
    {
        await using ITaskStore store = new MemoryStore();
        await using ITaskContainer<string, int> words = store.Open(Words, TimeProvider.System);
        TaskCommit commit = new();
        Assert.Throws<ArgumentException>(() => commit.Add(words, new NewTask<string>(default, "a", EnqueueOptions.Default)));
        Assert.Throws<ArgumentException>(() => commit.Add(words, new NewTask<string>(TaskId.New(), "a", null!)));
        Assert.True(await store.CommitAsync(commit, Cancellation));
        Assert.Equal(new TaskCounts(), await words.CountAsync(Cancellation));
    }

    private static NewTask<T> New<T>(T payload) => new(TaskId.New(), payload, EnqueueOptions.Default);

    private sealed class PlainStore : ITaskStore
    {
        public string Name => "plain";

        public StoreTraits Traits => StoreTraits.None;

        public ITaskContainer<TTask, TResult> Open<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
