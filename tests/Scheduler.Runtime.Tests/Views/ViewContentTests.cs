namespace GeneratedScheduler.Runtime.Tests.Views;

/// <summary>What a row shows.</summary>
public sealed class ViewContentTests
{
    [Fact]
    public async Task Payload_and_result_are_JSON_through_the_codec()
    {
        await using ViewBench bench = ViewBench.With("a");
        TaskId id = await bench.AddAsync("a", TaskState.Succeeded);
        TaskRow row = (await bench.View.GetAsync("a", id, ViewBench.Cancellation))!;
        Assert.Equal(("a", id, TaskState.Succeeded), (row.Kind, row.Record.Id, row.Record.State));
        Assert.Equal("""{"text":"payload 1"}""", row.Payload.Text);
        Assert.Equal("1", row.Result.Text);
        Assert.Null(row.Payload.Problem);
        TaskRow waiting = (await bench.View.GetAsync("a", await bench.AddAsync("a"), ViewBench.Cancellation))!;
        Assert.Equal((null, null), (waiting.Result.Text, waiting.Result.Problem));
        Assert.Null(await bench.View.GetAsync("a", TaskId.New(), ViewBench.Cancellation));
    }

    [Fact]
    public async Task A_payload_that_cannot_be_written_is_the_problem_of_its_row()
    {
        await using ViewBench bench = ViewBench.With("a");
        for (int i = 0; i < 14; i++)
        {
            await bench.AddAsync("a");
        }

        List<TaskRow> rows = await bench.ListAllAsync(new());
        TaskJson thirteenth = rows[12].Payload;
        Assert.Null(thirteenth.Text);
        Assert.Contains("Thirteen is refused", thirteenth.Problem, StringComparison.Ordinal);
        Assert.Equal("""{"text":"payload 14"}""", rows[13].Payload.Text);
    }

    [Fact]
    public async Task A_kind_without_a_codec_says_how_to_get_one()
    {
        await using Scheduler<string, int> scheduler = new(new SchedulerSetup<string, int>(new TaskDefinition<string, int> { Name = "bare" }, new SchedulerOptions { RunTasks = false }));
        await scheduler.EnqueueAsync("payload", null, ViewBench.Cancellation);
        TaskRowPage page = await ITaskView.Of(scheduler).ListAsync(new(), ViewBench.Cancellation);
        Assert.Contains("GeneratedSchedulerStorage", Assert.Single(page.Rows).Payload.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_have_the_longest_wait()
    {
        await using ViewBench bench = ViewBench.With("a", "b");
        await bench.AddAsync("b");
        bench.Time.Advance(TimeSpan.FromMinutes(3));
        IReadOnlyList<TaskKindCounts> counts = await bench.View.CountAsync(ViewBench.Cancellation);
        Assert.Equal([("a", null), ("b", TimeSpan.FromMinutes(3))], counts.Select(c => (c.Kind, c.LongestWait)));
        Assert.Equal(["a", "b"], bench.View.Kinds);
    }

    [Fact]
    public async Task A_view_needs_schedulers_of_different_names()
    {
        await using ViewBench bench = ViewBench.With("a");
        await using Scheduler<string, int> one = new(new SchedulerSetup<string, int>(new TaskDefinition<string, int> { Name = "one" }, new SchedulerOptions { RunTasks = false }));
        Assert.Contains("'one'", Assert.Throws<ArgumentException>(() => ITaskView.Of(one, one)).Message, StringComparison.Ordinal);
        Assert.Contains("substitute", Assert.Throws<ArgumentException>(() => ITaskView.Of(new Substitute())).Message, StringComparison.Ordinal);
    }

    private sealed class Substitute : Scheduler<string, int>
    {
    }
}
