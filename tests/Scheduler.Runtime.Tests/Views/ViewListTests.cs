namespace GeneratedScheduler.Runtime.Tests.Views;

/// <summary>Lists over several kinds and states.</summary>
public sealed class ViewListTests
{
    private static readonly TaskState[] Finished = [TaskState.Succeeded, TaskState.Failed, TaskState.Stopped];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Finished_tasks_of_all_kinds_are_in_one_list_by_their_ends_whatever_the_size_of_the_pages(bool withCursors)
    {
        await using ViewBench bench = ViewBench.Over(withCursors, "a", "b", "c", "never used");
        List<(TaskId Id, DateTimeOffset End, string Kind)> failed = [];
        Random random = new(20261129);
        for (int i = 0; i < 120; i++)
        {
            // Many ends at one moment, as when they are written together.
            if (random.Next(4) == 0)
            {
                bench.Time.Advance(TimeSpan.FromSeconds(1));
            }

            string kind = "abc"[random.Next(3)].ToString();
            failed.Add((await bench.AddAsync(kind, TaskState.Failed), bench.Time.GetUtcNow(), kind));
            await bench.AddAsync(kind, TaskState.Succeeded);
        }

        foreach (int size in new[] { 1, 2, 7, 50, 119, 120, 121, 1000 })
        {
            foreach (bool newestFirst in new[] { false, true })
            {
                List<TaskRow> rows = await bench.ListAllAsync(new() { States = [TaskState.Failed], PageSize = size, NewestFirst = newestFirst });
                DateTimeOffset[] ends = [.. rows.Select(row => row.Record.FinishedAt!.Value)];
                Assert.Equal(newestFirst ? ends.OrderDescending() : ends.Order(), ends);
                Assert.Equal(failed.Select(f => f.Id).Order(), rows.Select(row => row.Record.Id).Order());

                // Of each kind, in the order of its own list.
                foreach (string kind in new[] { "a", "b", "c" })
                {
                    IEnumerable<TaskId> own = failed.Where(f => f.Kind == kind).Select(f => f.Id);
                    Assert.Equal(newestFirst ? own.Reverse() : own, rows.Where(row => row.Kind == kind).Select(row => row.Record.Id));
                }
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task States_come_one_after_the_other_and_every_task_once(bool newestFirst)
    {
        await using ViewBench bench = ViewBench.With("a", "b");
        foreach (TaskState state in new[] { TaskState.Running, TaskState.Exporting, TaskState.Succeeded, TaskState.Failed, TaskState.Stopped, TaskState.Unstarted, TaskState.Waiting })
        {
            for (int i = 0; i < 3; i++)
            {
                await bench.AddAsync("a", state);
                await bench.AddAsync("b", state);
                bench.Time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        foreach (int size in new[] { 1, 4, 5, 42, 100 })
        {
            List<TaskRow> rows = await bench.ListAllAsync(new() { PageSize = size, NewestFirst = newestFirst });
            Assert.Equal(42, rows.Select(row => row.Record.Id).Distinct().Count());
            Assert.Equal(42, rows.Count);
            TaskState[] states = [.. rows.Select(row => row.Record.State)];
            Assert.Equal(newestFirst ? states.OrderDescending() : states.Order(), states);
            List<TaskRow> some = await bench.ListAllAsync(new() { PageSize = size, States = [TaskState.Failed, TaskState.Waiting], Kinds = ["b"] });
            Assert.Equal([TaskState.Waiting, TaskState.Waiting, TaskState.Waiting, TaskState.Failed, TaskState.Failed, TaskState.Failed], some.Select(row => row.Record.State));
            Assert.All(some, row => Assert.Equal("b", row.Kind));
        }
    }

    [Fact]
    public async Task Tasks_that_leave_a_list_or_come_into_it_between_two_pages_hide_no_others()
    {
        await using ViewBench bench = ViewBench.With("a", "b");
        List<TaskId> failed = [];
        for (int i = 0; i < 20; i++)
        {
            failed.Add(await bench.AddAsync(i % 2 == 0 ? "a" : "b", TaskState.Failed));
            bench.Time.Advance(TimeSpan.FromSeconds(i % 3));
        }

        TaskSearch search = new() { States = Finished, NewestFirst = true, PageSize = 4 };
        HashSet<TaskId> seen = [];
        string? cursor = null;
        do
        {
            TaskRowPage page = await bench.View.ListAsync(search with { Cursor = cursor }, ViewBench.Cancellation);
            Assert.All(page.Rows, row => Assert.True(seen.Add(row.Record.Id), "no task comes twice"));
            cursor = page.NextCursor;

            // The last one on the page, where the next page goes on, and a new one.
            TaskRow last = page.Rows[^1];
            var results = new CommandResult[1];
            await bench.Hooks[last.Kind].ExecuteAsync(TaskCommand.Delete, new[] { last.Record.Id }, results, ViewBench.Cancellation);
            await bench.AddAsync("a", TaskState.Failed);
        }
        while (cursor is not null);
        Assert.Superset(failed.ToHashSet(), seen);
        Assert.Equal(failed.Count, seen.Count);
    }

    [Fact]
    public async Task A_filter_limits_the_states_to_those_that_can_meet_it()
    {
        await using ViewBench bench = ViewBench.With("a");
        TaskId running = await bench.AddAsync("a", TaskState.Running);
        TaskId failed = await bench.AddAsync("a", TaskState.Failed, new TaskFailure(TaskFailureReason.Timeout, "Too slow"), new EnqueueOptions { Priority = 3 });
        await bench.AddAsync("a");
        ClaimantId owner = Assert.Single(await bench.ListAllAsync(new() { States = [TaskState.Running] })).Record.Owner!.Value;
        Assert.Equal(running, Assert.Single(await bench.ListAllAsync(new() { Filter = new() { Claimant = owner } })).Record.Id);
        Assert.Equal(failed, Assert.Single(await bench.ListAllAsync(new() { Filter = new() { FinishedFrom = bench.Time.GetUtcNow() } })).Record.Id);
        Assert.Equal(failed, Assert.Single(await bench.ListAllAsync(new() { Filter = new() { FailureText = "slow" } })).Record.Id);
        Assert.Empty(await bench.ListAllAsync(new() { States = [TaskState.Waiting], Filter = new() { FinishedFrom = bench.Time.GetUtcNow() } }));
    }

    [Fact]
    public async Task A_kind_that_cannot_be_read_is_reported_and_the_others_are_shown()
    {
        await using ViewBench bench = ViewBench.With("a", "b", "c");
        foreach (string kind in new[] { "a", "b", "c" })
        {
            await bench.AddAsync(kind, TaskState.Failed);
            await bench.AddAsync(kind);
        }

        bench.Hooks["b"].Broken = new InvalidOperationException("No table");
        TaskRowPage page = await bench.View.ListAsync(new(), ViewBench.Cancellation);
        Assert.Equal(["a", "c", "a", "c"], page.Rows.Select(row => row.Kind));
        Assert.Same(bench.Hooks["b"].Broken, Assert.Single(page.Failures).Value);

        IReadOnlyList<TaskKindCounts> counts = await bench.View.CountAsync(ViewBench.Cancellation);
        Assert.Equal([(1L, false), (0L, true), (1L, false)], counts.Select(c => (c.Counts.Failed, c.Failure is not null)));
        TaskMatches matches = await bench.View.CountAsync(new TaskSearch(), cancellationToken: ViewBench.Cancellation);
        Assert.Equal((4, false, "b"), (matches.Count, matches.HasMore, Assert.Single(matches.Failures).Key));
    }

    [Fact]
    public async Task What_cannot_be_searched_is_refused_with_what_to_write_instead()
    {
        await using ViewBench bench = ViewBench.With("a", "b");
        for (int i = 0; i < 3; i++)
        {
            await bench.AddAsync("a", TaskState.Failed);
        }

        await bench.AddAsync("a");
        await bench.AddAsync("a");

        string ofFailed = (await bench.View.ListAsync(new() { States = [TaskState.Failed], PageSize = 1 }, ViewBench.Cancellation)).NextCursor!;
        string ofWaiting = (await bench.View.ListAsync(new() { States = [TaskState.Waiting], PageSize = 1 }, ViewBench.Cancellation)).NextCursor!;
        (TaskSearch Search, string Message)[] mistakes =
        [
            (new() { Kinds = ["a", "z"] }, "knows a, b"),
            (new() { States = [TaskState.Deleted] }, "Deleted"),
            (new() { PageSize = 0 }, "1 to 1000"),
            (new() { PageSize = 1001 }, "1 to 1000"),
            (new() { Cursor = "?" }, "NextCursor"),
            (new() { Cursor = "" }, "NextCursor"),
            (new() { Cursor = "MQ" }, "NextCursor"),
            (new() { States = [TaskState.Failed], Cursor = ofWaiting }, "NextCursor"),
            (new() { States = [TaskState.Failed], Cursor = ofFailed, NewestFirst = true }, "NextCursor"),
            (new() { States = [TaskState.Failed], Cursor = ofFailed, Kinds = ["b"] }, "NextCursor"),
        ];
        foreach ((TaskSearch search, string message) in mistakes)
        {
            ArgumentException exception = await Assert.ThrowsAnyAsync<ArgumentException>(() => bench.View.ListAsync(search, ViewBench.Cancellation).AsTask());
            Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        }

        for (int length = 0; length < ofFailed.Length; length++)
        {
            // What a cut cursor says is either refused or the failure of a kind, and nothing else.
            string cut = ofFailed[..length];
            try
            {
                await bench.View.ListAsync(new() { States = [TaskState.Failed], Cursor = cut }, ViewBench.Cancellation);
            }
            catch (ArgumentException exception)
            {
                Assert.Contains("NextCursor", exception.Message, StringComparison.Ordinal);
            }
        }

        await Assert.ThrowsAsync<ArgumentException>(() => bench.View.GetAsync("z", TaskId.New(), ViewBench.Cancellation).AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => bench.View.ExecuteAsync(TaskCommand.Restart, new() { States = [TaskState.Waiting] }, ViewBench.Cancellation).AsTask());
    }

    [Fact]
    public async Task Of_many_kinds_few_rows_are_read_for_a_page()
    {
        string[] kinds = [.. Enumerable.Range(0, 50).Select(i => $"kind {i}")];
        await using ViewBench bench = ViewBench.With(kinds);
        foreach (string kind in kinds)
        {
            for (int i = 0; i < 3; i++)
            {
                await bench.AddAsync(kind, TaskState.Succeeded);
            }
        }

        TaskRowPage page = await bench.View.ListAsync(new() { States = [TaskState.Succeeded], PageSize = 100 }, ViewBench.Cancellation);
        Assert.Equal(100, page.Rows.Count);
        Assert.All(bench.Hooks.Values, container => Assert.Equal(1, container.Lists));
        Assert.Equal(150, (await bench.ListAllAsync(new() { States = [TaskState.Succeeded], PageSize = 33 })).Select(row => row.Record.Id).Distinct().Count());
    }
}
