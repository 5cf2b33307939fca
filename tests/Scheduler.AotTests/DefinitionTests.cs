using GeneratedScheduler.Storage;
using static GeneratedScheduler.AotTests.NativeTestRun;

namespace GeneratedScheduler.AotTests;

/// <summary>Runs a task of every kind of definition, through the schedulers that the generator emitted.</summary>
internal static class DefinitionTests
{
    public static async Task RunAsync(NativeTestRun run)
    {
        await run.CheckAsync("method without result", MethodWithoutResultAsync);
        await run.CheckAsync("asynchronous method", AsynchronousMethodAsync);
        await run.CheckAsync("ValueTask method", ValueTaskMethodAsync);
        await run.CheckAsync("retries", RetriesAsync);
        await run.CheckAsync("timeout", TimeoutAsync);
        await run.CheckAsync("payload class with a method", PayloadClassAsync);
        await run.CheckAsync("payload struct with an actuator", PayloadStructAsync);
        await run.CheckAsync("description of a payload", DescriptionAsync);
        await run.CheckAsync("bulk enqueue on the ordered map", BulkAsync);
    }

    public static async Task StaticMethodAsync()
    {
        await using AddScheduler scheduler = AddScheduler.Create();
        TaskHandle<int> handle = await scheduler.EnqueueAsync(a: 2);
        Equal(42, await handle.Completion, "2 + 40");
    }

    private static async Task MethodWithoutResultAsync()
    {
        await using NothingScheduler scheduler = NothingScheduler.Create();
        TaskHandle<NoResult> handle = await scheduler.EnqueueAsync();
        await handle.Completion;
    }

    private static async Task AsynchronousMethodAsync()
    {
        await using LaterScheduler scheduler = LaterScheduler.Create();
        TaskHandle<string> handle = await scheduler.EnqueueAsync("tea", 1.5m, DayOfWeek.Friday);
        Equal("tea 1.5 Friday", await handle.Completion, "text");
    }

    private static async Task ValueTaskMethodAsync()
    {
        Guid id = Guid.NewGuid();
        await using EchoScheduler scheduler = EchoScheduler.Create();
        Equal(id, await (await scheduler.EnqueueAsync(id)).Completion, "id");
    }

    private static async Task RetriesAsync()
    {
        await using FlakyScheduler scheduler = FlakyScheduler.Create();
        Equal(3, await (await scheduler.EnqueueAsync()).Completion, "attempt");
    }

    private static async Task TimeoutAsync()
    {
        await using EndlessScheduler scheduler = EndlessScheduler.Create();
        TaskOutcome<NoResult> outcome = await (await scheduler.EnqueueAsync()).Outcome;
        Equal(TaskFailureReason.Timeout, outcome.Failure!.Reason, "reason");
    }

    private static async Task PayloadClassAsync()
    {
        await using SquareScheduler scheduler = SquareScheduler.Create();
        Equal(49L, await (await scheduler.EnqueueAsync(new Square(7))).Completion, "area");
    }

    private static async Task PayloadStructAsync()
    {
        await using CubeScheduler scheduler = CubeScheduler.Create(setup => setup.Options.StatusInterval = TimeSpan.FromMilliseconds(1));
        Equal(27L, await (await scheduler.EnqueueAsync(new Cube(3))).Completion, "volume");
    }

    private static Task DescriptionAsync()
    {
        Equal("aot.add(a: 1, b: 40)", AddScheduler.CreateDefinition().Describe(new AddTask(1)), "description");
        return Task.CompletedTask;
    }

    private static async Task BulkAsync()
    {
        await using MemoryStore store = new(new MemoryContainerOptions { Order = TaskOrder.Priority });
        await using AddScheduler scheduler = AddScheduler.Create(setup => setup.Store = store);
        IReadOnlyList<TaskHandle<int>> handles = await scheduler.EnqueueManyAsync(Enumerable.Range(0, 1000).Select(i => new AddTask(i, 1)));
        int[] sums = await Task.WhenAll(handles.Select(handle => handle.Completion));
        Equal(Enumerable.Range(1, 1000).Sum(), sums.Sum(), "sum of all");
    }
}
