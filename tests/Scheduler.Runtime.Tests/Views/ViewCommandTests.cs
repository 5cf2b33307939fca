using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Views;

/// <summary>Commands on everything that a search finds, step by step, with a count beforehand.</summary>
public sealed class ViewCommandTests
{
    [Fact]
    public async Task Everything_that_a_search_finds_is_changed_in_steps_and_nothing_else()
    {
        await using ViewBench bench = ViewBench.With("a", "b");
        for (int i = 0; i < 30; i++)
        {
            await bench.AddAsync(i % 3 == 0 ? "a" : "b", TaskState.Failed, new TaskFailure(TaskFailureReason.Exception, i % 2 == 0 ? "Disk full" : "Oops"));
        }

        TaskSearch search = new() { Filter = new() { FailureText = "Disk" }, PageSize = 4 };
        TaskMatches matches = await bench.View.CountAsync(search, TaskCommand.Restart, cancellationToken: ViewBench.Cancellation);
        Assert.Equal((15, false), (matches.Count, matches.HasMore));
        TaskMatches limited = await bench.View.CountAsync(search, TaskCommand.Restart, limit: 7, ViewBench.Cancellation);
        Assert.Equal((7, true), (limited.Count, limited.HasMore));

        Assert.Equal((15, 0, 0, 4), await RunAsync(bench, TaskCommand.Restart, search));
        Assert.Equal((15, 15), await CountAsync(bench, static counts => (counts.Waiting, counts.Failed)));
        Assert.Equal(0, (await bench.View.CountAsync(search, TaskCommand.Restart, cancellationToken: ViewBench.Cancellation)).Count);
    }

    [Fact]
    public async Task A_restart_of_tasks_that_fail_again_at_once_comes_to_an_end()
    {
        await using ViewBench bench = ViewBench.With("a");
        for (int i = 0; i < 20; i++)
        {
            await bench.AddAsync("a", TaskState.Failed);
        }

        int restarted = 0;
        string? cursor = null;
        do
        {
            TaskCommandStep step = await bench.View.ExecuteAsync(TaskCommand.Restart, new() { Cursor = cursor, PageSize = 3, NewestFirst = false }, ViewBench.Cancellation);
            restarted += step.Done;
            cursor = step.NextCursor;
            bench.Time.Advance(TimeSpan.FromSeconds(1));
            var claimed = new ClaimedTask<string>[3];
            int count = await bench.Hooks["a"].ClaimAsync(new ClaimRequest(ClaimantId.New(), TimeSpan.FromMinutes(1)), claimed, ViewBench.Cancellation);
            TaskTransition<int>[] failed =
            [
                .. claimed.Take(count).Select(task => TaskTransition<int>.Fail(task.Id, task.ClaimToken, new TaskFailure(TaskFailureReason.Exception, "Again"))),
            ];
            await bench.Hooks["a"].ApplyAsync(failed, new bool[count], ViewBench.Cancellation);
        }
        while (cursor is not null);
        Assert.Equal(20, restarted);
    }

    [Fact]
    public async Task A_stop_reaches_what_waits_and_what_runs()
    {
        await using ViewBench bench = ViewBench.With("a", "b");
        foreach (string kind in new[] { "a", "b" })
        {
            for (int i = 0; i < 5; i++)
            {
                await bench.AddAsync(kind, TaskState.Running);
                await bench.AddAsync(kind, TaskState.Succeeded);
                await bench.AddAsync(kind, TaskState.Unstarted);
            }

            for (int i = 0; i < 5; i++)
            {
                await bench.AddAsync(kind);
            }
        }

        Assert.Equal((20, false), await MatchesAsync(bench, TaskCommand.Stop));
        Assert.Equal((10, 10, 0, 7), await RunAsync(bench, TaskCommand.Stop, new() { PageSize = 3 }));
        Assert.Equal((10, 10), await CountAsync(bench, static counts => (counts.Stopped, counts.Running)));

        Assert.Equal((10, false), await MatchesAsync(bench, TaskCommand.Start));
        Assert.Equal((10, 0, 0, 1), await RunAsync(bench, TaskCommand.Start, new()));
        Assert.Equal((20, 0, 0, 1), await RunAsync(bench, TaskCommand.Delete, new()));
        Assert.Equal((0, 0), await CountAsync(bench, static counts => (counts.Stopped, counts.Succeeded)));
    }

    [Fact]
    public async Task A_task_that_cannot_be_restarted_is_reported_and_does_not_keep_the_others()
    {
        await using ViewBench bench = ViewBench.With("a");
        TaskId first = await bench.AddAsync("a", TaskState.Failed, options: new EnqueueOptions { UniqueKey = "key" });
        await bench.AddAsync("a", TaskState.Failed);
        await bench.AddAsync("a", options: new EnqueueOptions { UniqueKey = "key" });
        TaskCommandStep step = await bench.View.ExecuteAsync(TaskCommand.Restart, new(), ViewBench.Cancellation);
        Assert.Equal((1, first, CommandOutcome.Conflict), (step.Done, Assert.Single(step.Refused).Id, step.Refused[0].Outcome));
        Assert.Null(step.NextCursor);
    }

    private static async Task<(int Done, int Requested, int Refused, int Steps)> RunAsync(ViewBench bench, TaskCommand command, TaskSearch search)
    {
        (int done, int requested, int refused, int steps) = (0, 0, 0, 0);
        string? cursor = null;
        do
        {
            TaskCommandStep step = await bench.View.ExecuteAsync(command, search with { Cursor = cursor }, ViewBench.Cancellation);
            Assert.Empty(step.Failures);
            (done, requested, refused, steps) = (done + step.Done, requested + step.Requested, refused + step.Refused.Count, steps + 1);
            cursor = step.NextCursor;
        }
        while (cursor is not null);
        return (done, requested, refused, steps);
    }

    private static async Task<(long, bool)> MatchesAsync(ViewBench bench, TaskCommand command)
    {
        TaskMatches matches = await bench.View.CountAsync(new TaskSearch(), command, cancellationToken: ViewBench.Cancellation);
        return (matches.Count, matches.HasMore);
    }

    private static async Task<(long, long)> CountAsync(ViewBench bench, Func<TaskCounts, (long One, long Other)> select)
    {
        IReadOnlyList<TaskKindCounts> counts = await bench.View.CountAsync(ViewBench.Cancellation);
        return (counts.Sum(kind => select(kind.Counts).One), counts.Sum(kind => select(kind.Counts).Other));
    }
}
