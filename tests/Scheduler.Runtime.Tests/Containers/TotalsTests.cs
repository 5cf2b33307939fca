using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Containers;

/// <summary>Memory counts every task that ended, although it keeps only the latest ones.</summary>
public sealed class TotalsTests
{
    [Fact]
    public async Task Ends_are_counted_beyond_those_that_are_kept()
    {
        ManualTime time = new();
        await using Bench bench = Bench.OverQueue(new MemoryTaskContainer<string, string>(new MemoryContainerOptions { KeepFinished = 2, TimeProvider = time }), time);
        bench.Method = static (task, _) => task == "fails" ? throw new InvalidOperationException() : ValueTask.FromResult(task);
        foreach (TaskHandle<string> handle in await bench.EnqueueManyAsync([.. Enumerable.Repeat("works", 5), .. Enumerable.Repeat("fails", 3)]))
        {
            await bench.OutcomeOf(handle);
        }

        TaskHandle<string> stopped = await bench.EnqueueAsync("stopped", new EnqueueOptions { Delay = TimeSpan.FromHours(1) });
        await bench.StopAsync(stopped.Id);
        TaskCounts counts = await bench.CountAsync();
        Assert.Equal(new TaskCounts { Succeeded = 5, Failed = 3, Stopped = 1, Forgotten = 7 }, counts);
        Assert.Equal((9, 0), (counts.Finished, counts.Unfinished));

        // What is deleted is not counted any more, and what is restarted is counted where it is now.
        await bench.DeleteAsync(stopped.Id);
        Assert.Equal(new TaskCounts { Succeeded = 5, Failed = 3, Forgotten = 7 }, await bench.CountAsync());
    }

    [Fact]
    public async Task A_loop_that_waits_for_more_than_a_thousand_ends_comes_to_its_end()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        bench.Method = static (task, _) => ValueTask.FromResult(task);
        const int Tasks = 1_500;
        await bench.EnqueueManyAsync(Enumerable.Repeat("task", Tasks));
        await UntilAllAreCountedAsync().Soon("the count of all tasks");

        async Task UntilAllAreCountedAsync()
        {
            while (await bench.CountAsync() is var counts && counts.Succeeded + counts.Failed != Tasks)
            {
                await Task.Yield();
            }
        }
    }
}
