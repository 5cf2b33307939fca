using GeneratedScheduler.Storage;
using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Runtime.Tests.Containers;

/// <summary>Short forms of the calls that tests of the containers in memory make.</summary>
internal static class ContainerDriver
{
    internal static readonly ClaimRequest AnyClaim = new(ClaimantId.New(), TimeSpan.FromSeconds(30));

    internal static MemoryTaskContainer<string, int> Queue(FakeTimeProvider time, Action<MemoryContainerOptions>? change = null)
    {
        MemoryContainerOptions options = new() { TimeProvider = time };
        change?.Invoke(options);
        return new MemoryTaskContainer<string, int>(options);
    }

    internal static MemoryTaskContainer<string, int> Ordered(FakeTimeProvider time) =>
        new(new MemoryContainerOptions { Order = TaskOrder.Priority, TimeProvider = time });

    internal static NewTask<string> NewTask(string payload, EnqueueOptions? options = null, bool start = true) =>
        new(TaskId.New(), payload, options ?? EnqueueOptions.Default, start);

    internal static Task AddAsync(
        this ITaskContainer<string, int> container, CancellationToken cancellationToken, params string[] payloads) =>
        container.AddAsync(payloads.Select(p => NewTask(p)).ToArray(), default, cancellationToken).AsTask();

    internal static async Task<TaskId> AddOneAsync(
        this ITaskContainer<string, int> container, string payload, EnqueueOptions? options = null, bool start = true)
    {
        NewTask<string> task = NewTask(payload, options, start);
        await container.AddAsync(new[] { task }, default, CancellationToken.None);
        return task.Id;
    }

    internal static async Task<List<ClaimedTask<string>>> ClaimAsync(this ITaskContainer<string, int> container, int most)
    {
        var claimed = new ClaimedTask<string>[most];
        int count = await container.ClaimAsync(AnyClaim, claimed, CancellationToken.None);
        return [.. claimed.Take(count)];
    }

    internal static async Task<string> ClaimNamesAsync(this ITaskContainer<string, int> container, int most) =>
        string.Join(' ', (await container.ClaimAsync(most)).Select(c => c.Payload));

    internal static async Task<bool> ApplyAsync(this ITaskContainer<string, int> container, TaskTransition<int> move)
    {
        bool[] accepted = new bool[1];
        await container.ApplyAsync(new[] { move }, accepted, CancellationToken.None);
        return accepted[0];
    }

    internal static async Task<CommandOutcome> ExecuteAsync(this ITaskContainer<string, int> container, TaskCommand command, TaskId id)
    {
        var results = new CommandResult[1];
        await container.ExecuteAsync(command, new[] { id }, results, CancellationToken.None);
        return results[0].Outcome;
    }
}
