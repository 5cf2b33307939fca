using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Combined;

/// <summary>How much is in memory, however much there is.</summary>
public sealed class BoundTests
{
    private readonly StoreLab _lab = new();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(100, 40)]
    public async Task Memory_is_never_above_its_bound_and_every_task_runs_once(int bound, int page)
    {
        const int count = 1_500;
        await using Front front = _lab.Open(options => (options.MaxTasksInMemory, options.PageSize) = (bound, page));
        int added = count / 2;
        await front.AddAsync(added);
        List<int> ran = [];
        int most = 0;
        while (ran.Count < count)
        {
            ClaimedTask<int>[] claimed = await front.ClaimAsync(5);
            Assert.NotEmpty(claimed);
            most = Math.Max(most, front.Container.TasksInMemory + claimed.Length);
            ran.AddRange(claimed.Select(task => task.Payload));
            Assert.DoesNotContain(false, await front.SucceedAsync(claimed));
            if (added < count)
            {
                // New ones come while old ones wait, in batches of every size.
                int batch = Math.Min(1 + added % 13, count - added);
                await front.AddAsync(batch, first: added);
                added += batch;
            }
        }

        Assert.Equal(Enumerable.Range(0, count), ran.Order());
        Assert.InRange(most, 1, bound + 5);
        Assert.Equal(new TaskCounts { Succeeded = count }, await _lab.CountAsync());
    }

    [Fact]
    public async Task Memory_follows_the_pace_at_which_tasks_are_claimed()
    {
        await using Front slow = _lab.Open();
        await using Front fast = _lab.Open();
        await slow.AddAsync(1_000);
        Assert.Equal(2, (await slow.ClaimAsync(2)).Length);
        Assert.InRange(slow.Container.TasksInMemory, 1, 20);
        int done = 0;
        for (ClaimedTask<int>[] claimed = await fast.ClaimAsync(10); claimed.Length > 0; claimed = await fast.ClaimAsync(10))
        {
            done += claimed.Length;
            await fast.SucceedAsync(claimed);
        }

        Assert.InRange(done, 970, 998);

        // A page doubles as long as it is used up; with one page for each claim there would be a hundred.
        Assert.InRange(fast.CallsOf("ReserveAsync"), 2, 30);
    }

    /// <summary>Memory may be filled late, because threads are busy: a share that waited for that would fetch page after page of the smallest size.</summary>
    [Fact]
    public void A_share_grows_by_what_is_claimed_while_there_is_more_whenever_memory_is_filled()
    {
        FairShare share = new(most: 100, smallest: 16);
        share.Took(8, thereAreMore: false);
        Assert.Equal(16, share.Target);
        share.Took(5, thereAreMore: true);
        Assert.Equal(16, share.Target);
        share.Took(3, thereAreMore: true);
        Assert.Equal(32, share.Target);
        share.Took(15, thereAreMore: true);
        Assert.Equal(32, share.Target);
        share.Took(1, thereAreMore: true);
        share.Took(64, thereAreMore: true);
        Assert.Equal(100, share.Target);
    }

    [Fact]
    public async Task With_a_cluster_wide_limit_nothing_is_held_in_memory()
    {
        await using Front front = _lab.Open();
        await using Front other = _lab.Open();
        await front.BeginAsync();
        await front.AddAsync(6);
        ClaimedTask<int> running = Assert.Single(await front.ClaimAsync(1));
        ClaimRequest limited = front.Request with { ClusterConcurrency = 3 };
        ClaimedTask<int>[] buffer = new ClaimedTask<int>[10];

        // What runs from memory counts, although the store had not been told of it yet.
        Assert.Equal(2, await front.Container.ClaimAsync(limited, buffer, TestContext.Current.CancellationToken));
        Assert.Equal(0, front.Container.TasksInMemory);
        await front.AddAsync(1);
        Assert.Equal(0, front.Container.TasksInMemory);
        Assert.Equal((0, 0), Counts(await front.RenewAsync(running, buffer[0], buffer[1])));
        Assert.Equal(4, (await other.ClaimAsync()).Length);
    }

    private static (int Lost, int ToStop) Counts(LeaseReport report) => (report.Lost.Count, report.StopRequested.Count);
}
