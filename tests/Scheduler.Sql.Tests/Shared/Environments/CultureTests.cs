using System.Globalization;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared.Environments;

/// <summary>The culture of the process decides about nothing. What servers read, and what processes of other cultures read, is written the same everywhere.</summary>
public sealed class CultureTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Tasks_run_where_numbers_and_dates_look_different(string kind)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Strange();
        Assert.Equal("\u22121_5", (-1.5).ToString(CultureInfo.CurrentCulture));
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = await store.OpenReadyAsync(
            FirstMailScheduler.CreateDefinition(), o => (o.Retention.FailedCount, o.Retention.SucceededFor) = (1, TimeSpan.FromDays(1)));
        NewTask<FirstMailTask>[] tasks = [.. Enumerable.Range(-2, 5).Select(i => new NewTask<FirstMailTask>(
            TaskId.New(), new FirstMailTask("İIıi", i), new EnqueueOptions { Priority = i, UniqueKey = $"İ{i}", Timeout = TimeSpan.FromMilliseconds(1_500) }))];
        await container.AddAsync(tasks, default, Cancellation);
        ClaimedTask<FirstMailTask>[] claimed = await container.ClaimAsync();
        Assert.Equal([2, 1, 0, -1, -2], claimed.Select(c => c.Payload.Copies));
        Assert.All(
            tasks.Reverse().Zip(claimed, static (added, read) => (added, read)),
            static pair => Assert.Equivalent(pair.added.Options, pair.read.Options, strict: true));
        bool[] accepted = await container.ApplyAsync(
            TaskTransition<string>.Succeed(claimed[0].Id, claimed[0].ClaimToken, "−1,5"),
            TaskTransition<string>.Report(claimed[1].Id, claimed[1].ClaimToken, new TaskProgress(0.25, "¼"), new TaskRunHandle("h", 7)),
            TaskTransition<string>.Retry(claimed[2].Id, claimed[2].ClaimToken, new TaskFailure(TaskFailureReason.Exception, "once more"), TimeSpan.FromMilliseconds(1)),
            TaskTransition<string>.Release(claimed[3].Id, claimed[3].ClaimToken),
            TaskTransition<string>.Fail(claimed[4].Id, claimed[4].ClaimToken, new TaskFailure(TaskFailureReason.Exception, "no")));
        Assert.Equal([true, true, true, true, true], accepted);
        Assert.Equal(new TaskProgress(0.25, "¼"), (await container.GetAsync(claimed[1].Id)).Progress);
        CommandResult[] results = new CommandResult[1];
        await container.ExecuteAsync(TaskCommand.Delete, new[] { claimed[4].Id }, results, Cancellation);
        await container.ExecuteAsync(TaskCommand.Stop, new[] { claimed[1].Id }, results, Cancellation);
        TaskCounts counts = await container.CountAsync(Cancellation);
        Assert.Equal((1L, 1L, 0L), (counts.Succeeded, counts.Running, counts.Failed));
        TaskPage<FirstMailTask, string> page = await container.ListAsync(new TaskQuery { State = TaskState.Waiting, PageSize = 1 }, Cancellation);
        Assert.NotNull(page.NextCursor);
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Assert.Single((await container.ListAsync(new TaskQuery { State = TaskState.Waiting, PageSize = 1, Cursor = page.NextCursor }, Cancellation)).Tasks);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Counts_are_folded_and_made_again_where_numbers_look_different(string kind)
    {
        CultureInfo.CurrentCulture = Strange();
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using (SqlTaskContainer<FirstMailTask, string> first = await store.OpenReadyAsync(
            FirstMailScheduler.CreateDefinition(), o => o.MaintenanceInterval = TimeSpan.FromMilliseconds(10)))
        {
            // One of the differences that are folded is below zero.
            await first.AddAsync([.. Enumerable.Range(0, 3).Select(i => new FirstMailTask("a", i))]);
            await first.ClaimAsync(2);
            await Eventually.IsTrueAsync(async () => (await store.QueryAsync("SELECT 1 FROM scheduler_counts")).Count <= 1, () => "the counts are one row");
            Assert.Equal(new TaskCounts { Waiting = 1, Running = 2 }, await first.CountAsync(Cancellation));
        }

        // Somebody has emptied the counts: they are counted at the next start.
        await store.ExecuteAsync("DELETE FROM scheduler_counts");
        await using SqlTaskContainer<FirstMailTask, string> second = await store.OpenReadyAsync(FirstMailScheduler.CreateDefinition());
        Assert.Equal(new TaskCounts { Waiting = 1, Running = 2 }, await second.CountAsync(Cancellation));
    }

    // Needs no data of cultures: as Swedish (the minus sign), Persian (separators, calendar) and none that there is.
    private static CultureInfo Strange()
    {
        CultureInfo strange = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        strange.NumberFormat.NegativeSign = "\u2212";
        strange.NumberFormat.NumberDecimalSeparator = "_";
        strange.NumberFormat.NumberGroupSeparator = "\u00A0";
        strange.DateTimeFormat.DateSeparator = "#";
        strange.DateTimeFormat.TimeSeparator = "~";
        strange.DateTimeFormat.ShortDatePattern = "yy/M/d";
        strange.DateTimeFormat.LongTimePattern = "h:m";
        return strange;
    }
}
