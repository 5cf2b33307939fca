using GeneratedScheduler.Containers;
using GeneratedScheduler.Testing;

namespace GeneratedScheduler.AotTests;

/// <summary>The conformance suite over every container, natively.</summary>
internal static class ConformanceTests
{
    private const ContainerTraits Memory = ContainerTraits.Fifo | ContainerTraits.Bounded | ContainerTraits.Outcomes | ContainerTraits.Wakes;

    public static async Task RunAsync(NativeTestRun run)
    {
        await RunAsync(run, "queue", new FakeTimeContainerFixture(Memory, (setup, clock) =>
            new QueueTaskContainer<ProbeTask, ProbeResult>(new QueueContainerOptions
            {
                Capacity = setup.Capacity ?? 1_000_000,
                AddTimeout = setup.AddTimeout,
                KeepFinished = 10_000,
                TimeProvider = clock,
            })));
        await RunAsync(run, "ordered", new FakeTimeContainerFixture(Memory | ContainerTraits.Priorities, (setup, clock) =>
            new OrderedTaskContainer<ProbeTask, ProbeResult>(new OrderedContainerOptions
            {
                Capacity = setup.Capacity,
                AddTimeout = setup.AddTimeout,
                KeepFinished = 10_000,
                TimeProvider = clock,
            })));
    }

    private static async Task RunAsync(NativeTestRun run, string container, IContainerFixture fixture)
    {
        foreach (ConformanceCase one in new ContainerConformanceSuite(fixture).Cases)
        {
            if (one.SkipReason is { } reason)
            {
                run.Skip($"{container}: {one.Name}", reason);
            }
            else
            {
                await run.CheckAsync($"{container}: {one.Name}", () => one.RunAsync(CancellationToken.None));
            }
        }
    }
}
