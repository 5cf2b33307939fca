using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

/// <summary>What cases about lists have in common.</summary>
internal static class Listing
{
    public static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>All tasks that a query finds, page by page.</summary>
    public static async Task<TaskId[]> ListAsync(this ConformanceRun run, TaskQuery query)
    {
        List<TaskId> all = [];
        string? cursor = null;
        do
        {
            TaskPage<ProbeTask, ProbeResult> page =
                await run.Container.ListAsync(query with { Cursor = cursor }, run.Cancellation).ConfigureAwait(false);
            Expect.True(page.Tasks.Count <= query.PageSize, $"a page has at most {query.PageSize} tasks, not {page.Tasks.Count}");
            Expect.True(cursor is null || page.Tasks.Count > 0, "a page behind another has tasks");
            all.AddRange(page.Tasks.Select(t => t.Id));
            cursor = page.NextCursor;
            Expect.True(cursor is null || all.Count < 1_000, "the pages come to an end");
        }
        while (cursor is not null);
        return [.. all];
    }

    /// <summary>The tasks come in this order, and newest first against it, whatever the size of the pages is.</summary>
    public static async Task ExpectListAsync(this ConformanceRun run, TaskQuery query, IReadOnlyList<TaskId> expected)
    {
        foreach (int size in new[] { 1, 2, 100 })
        {
            TaskQuery sized = query with { PageSize = size };
            Expect.Sequence(expected, await run.ListAsync(sized).ConfigureAwait(false), $"tasks on pages of {size} of {Shown.Of(sized)}");
            TaskQuery reversed = sized with { NewestFirst = true };
            Expect.Sequence(expected.Reverse(), await run.ListAsync(reversed).ConfigureAwait(false), $"tasks on pages of {size} of {Shown.Of(reversed)}");
        }
    }

    /// <summary>The last page has these tasks.</summary>
    public static async Task ExpectLastPageAsync(this ConformanceRun run, TaskQuery query, IReadOnlyList<TaskId> expected)
    {
        TaskPage<ProbeTask, ProbeResult> page = await run.Container.ListAsync(query, run.Cancellation).ConfigureAwait(false);
        Expect.Sequence(expected, page.Tasks.Select(t => t.Id), $"tasks on the page of {Shown.Of(query)}");
        Expect.Equal(null, page.NextCursor, $"the cursor behind the page of {Shown.Of(query)}");
    }

    public static Task RefuseListAsync(this ConformanceRun run, TaskQuery query, string what) =>
        Expect.ThrowsAsync<ArgumentException>(() => run.Container.ListAsync(query, run.Cancellation).AsTask(), what);

    /// <summary>Adds tasks that fail one after the other, a second apart.</summary>
    public static async Task<TaskId[]> FailManyAsync(
        this ConformanceRun run, int count, Func<int, EnqueueOptions>? options = null, Func<int, TaskFailure>? failure = null)
    {
        List<TaskId> failed = [];
        for (int i = 0; i < count; i++)
        {
            Claimed claimed = await run.AddAndClaimAsync(options?.Invoke(i)).ConfigureAwait(false);
            await run.ApplyAsync(Move.Fail(claimed.Id, claimed.ClaimToken, failure?.Invoke(i) ?? ConformanceRun.Oops)).ConfigureAwait(false);
            failed.Add(claimed.Id);
            if (run.Traits.HasFlag(ContainerTraits.Clock))
            {
                await run.AdvanceAsync(Second).ConfigureAwait(false);
            }
        }

        return [.. failed];
    }
}
