using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Testing;

/// <summary>The containers of tests.</summary>
internal static class TestContainers
{
    /// <summary>A container in memory. It follows priorities, as databases do, so that code which sets some can be tested.</summary>
    public static MemoryTaskContainer<TTask, TResult> Make<TTask, TResult>(TimeProvider clock) =>
        new(new MemoryContainerOptions { Order = TaskOrder.Priority, TimeProvider = clock });
}
