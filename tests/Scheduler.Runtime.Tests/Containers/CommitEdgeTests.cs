using GeneratedScheduler.Conformance;
using GeneratedScheduler.Runtime.Tests.Views;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Containers;

/// <summary>Commits in memory with several parts about one task, and with containers that are not what they say.</summary>
public sealed class CommitEdgeTests
{
    [Fact]
    public async Task A_release_that_stops_frees_its_key_also_after_a_report()
    {
        await using ITaskStore store = new MemoryStore();
        await using ITaskContainer<string, int> words = store.Open(new TaskDefinition<string, int> { Name = "words" }, TimeProvider.System);
        EnqueueOptions keyed = new() { UniqueKey = "k" };
        TaskId id = TaskId.New();
        await words.AddAsync(new[] { new NewTask<string>(id, "a", keyed) }, default, ViewBench.Cancellation);
        var claimed = new ClaimedTask<string>[1];
        await words.ClaimAsync(new ClaimRequest(ClaimantId.New(), TimeSpan.FromMinutes(5)), claimed, ViewBench.Cancellation);
        await words.ExecuteAsync(TaskCommand.Stop, new[] { id }, new CommandResult[1], ViewBench.Cancellation);
        TaskCommit commit = new();
        commit.Apply(words, TaskTransition<int>.Report(id, claimed[0].ClaimToken, new TaskProgress(0.5), null));
        commit.Apply(words, TaskTransition<int>.Release(id, claimed[0].ClaimToken));
        commit.Add(words, new NewTask<string>(TaskId.New(), "b", keyed));
        Assert.True(await store.CommitAsync(commit, ViewBench.Cancellation));
    }

    [Fact]
    public async Task A_wrapper_of_another_kind_is_an_argument_exception_also_when_the_container_is_named_already()
    {
        await using ITaskStore store = new MemoryStore();
        await using ITaskContainer<string, int> words = store.Open(new TaskDefinition<string, int> { Name = "words" }, TimeProvider.System);
        await using ITaskContainer<int, string> numbers = store.Open(new TaskDefinition<int, string> { Name = "numbers" }, TimeProvider.System);
        TaskCommit commit = new();
        commit.Add(words, new NewTask<string>(TaskId.New(), "b", EnqueueOptions.Default));
        Assert.Throws<ArgumentException>(() => commit.Start(new Lying(numbers, words), TaskId.New()));
    }

    [Fact]
    public async Task Two_commits_over_the_same_containers_in_both_orders_do_not_wait_for_each_other()
    {
        await using ITaskStore store = new MemoryStore();
        await using ITaskContainer<string, int> words = store.Open(new TaskDefinition<string, int> { Name = "words" }, TimeProvider.System);
        await using ITaskContainer<int, string> numbers = store.Open(new TaskDefinition<int, string> { Name = "numbers" }, TimeProvider.System);
        Task[] all = [.. Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            for (int i = 0; i < 2_000; i++)
            {
                TaskCommit commit = new();
                if (worker % 2 == 0)
                {
                    commit.Add(words, new NewTask<string>(TaskId.New(), "a", EnqueueOptions.Default));
                    commit.Add(numbers, new NewTask<int>(TaskId.New(), 1, EnqueueOptions.Default));
                }
                else
                {
                    commit.Add(numbers, new NewTask<int>(TaskId.New(), 1, EnqueueOptions.Default));
                    commit.Add(words, new NewTask<string>(TaskId.New(), "a", EnqueueOptions.Default));
                }

                Assert.True(await store.CommitAsync(commit, ViewBench.Cancellation));
            }
        }, ViewBench.Cancellation))];
        await Task.WhenAll(all).WaitAsync(TimeSpan.FromSeconds(30), ViewBench.Cancellation);
        Assert.Equal(8_000, (await words.CountAsync(ViewBench.Cancellation)).Waiting);
    }

    [Fact]
    public async Task A_duplicate_among_the_adds_of_a_commit_gives_back_keys_of_ending_tasks()
    {
        await using ITaskStore store = new MemoryStore();
        await using ITaskContainer<string, int> words = store.Open(new TaskDefinition<string, int> { Name = "words" }, TimeProvider.System);
        await using ITaskContainer<int, string> numbers = store.Open(new TaskDefinition<int, string> { Name = "numbers" }, TimeProvider.System);
        EnqueueOptions keyed = new() { UniqueKey = "k" };
        TaskId id = TaskId.New();
        await words.AddAsync(new[] { new NewTask<string>(id, "a", keyed) }, default, ViewBench.Cancellation);
        await numbers.AddAsync(new[] { new NewTask<int>(TaskId.New(), 1, keyed) }, default, ViewBench.Cancellation);
        var claimed = new ClaimedTask<string>[1];
        await words.ClaimAsync(new ClaimRequest(ClaimantId.New(), TimeSpan.FromMinutes(5)), claimed, ViewBench.Cancellation);
        TaskCommit commit = new();
        commit.Apply(words, TaskTransition<int>.Succeed(id, claimed[0].ClaimToken, 1));
        commit.Add(words, new NewTask<string>(TaskId.New(), "b", keyed));
        commit.Add(numbers, new NewTask<int>(TaskId.New(), 2, keyed));
        DuplicateTaskException refused = await Assert.ThrowsAsync<DuplicateTaskException>(async () => await store.CommitAsync(commit, ViewBench.Cancellation));
        Assert.Single(refused.Conflicts);
        await Assert.ThrowsAsync<DuplicateTaskException>(async () => await words.AddAsync(new[] { new NewTask<string>(TaskId.New(), "c", keyed) }, default, ViewBench.Cancellation));
        Assert.Equal((1, 0), ((await words.CountAsync(ViewBench.Cancellation)).Running, (await words.CountAsync(ViewBench.Cancellation)).Waiting));
    }

    private sealed class Lying(ITaskContainer<int, string> inner, ITaskContainer other) : DelegatingTaskContainer<int, string>(inner)
    {
        public override ITaskContainer? Wrapped => other;
    }
}
