using System.Collections.Concurrent;
using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.UserCode;

/// <summary>A report of progress that the container refuses costs nobody else anything.</summary>
public sealed class ProgressReportTests
{
    [Theory]
    [InlineData(ContainerKind.Queue, 1)]
    [InlineData(ContainerKind.Shared, 1)]
    [InlineData(ContainerKind.Shared, 5)]
    public async Task The_reports_of_others_are_written(ContainerKind kind, int refused)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.Concurrency = 40);
        ConcurrentDictionary<TaskId, double> written = [];
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Container.BeforeApply = move => move.Progress is { Message: "refused" }
            ? throw new InvalidOperationException("the server says no")
            : Task.CompletedTask;
        bench.Container.AfterApply = move =>
        {
            if (move.Progress is { } progress)
            {
                written[move.Id] = progress.Fraction;
                if (written.Count == 20)
                {
                    all.TrySetResult();
                }
            }

            return Task.CompletedTask;
        };
        List<WorkRun> runs = [];
        for (int i = 0; i < 20 + refused; i++)
        {
            runs.Add((await bench.RunOneAsync()).Run);
        }

        for (int i = 0; i < runs.Count; i++)
        {
            runs[i].Context.ReportProgress(0.5, i < refused ? "refused" : "fine");
        }

        while (!all.Task.IsCompleted)
        {
            await Task.WhenAny(all.Task, bench.Time.WhenArmedAsync(Bench.StatusInterval)).Soon();
            bench.Time.Advance(Bench.StatusInterval);
        }

        Assert.Equal(20, written.Count);
        Assert.Contains("writing progress", Assert.Single(bench.Scheduler.GetStatus().Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_that_are_polled_do_not_wait_for_it()
    {
        await using Bench bench = Bench.Over(ContainerKind.Shared, (_, options) => options.StatusUpdates = StatusUpdates.Polling);
        (_, WorkRun reporting) = await bench.RunOneAsync("reports");
        bench.Container.BeforeApply = static move => move.Event == TaskEvent.Report
            ? throw new InvalidOperationException("the server says no")
            : Task.CompletedTask;
        for (int i = 0; i < 5; i++)
        {
            (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync("ends");
            reporting.Context.ReportProgress(0.5, "refused");
            run.Return("ended");
            await run.WhenParkedAsync();

            // One interval each time, and no time for backing off.
            await bench.Time.PassAsync(Bench.StatusInterval);
            Assert.Equal("ended", (await bench.OutcomeOf(handle)).Result);
        }
    }
}
