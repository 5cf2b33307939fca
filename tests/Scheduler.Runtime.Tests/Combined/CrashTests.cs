using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Combined;

/// <summary>What becomes of tasks that a process had in memory when it was lost, or closed.</summary>
public sealed class CrashTests
{
    private readonly StoreLab _lab = new();

    [Fact]
    public async Task Tasks_of_a_lost_process_are_taken_over_when_its_lease_is_over_and_not_before()
    {
        Front lost = _lab.Open();
        await using Front other = _lab.Open();
        await other.BeginAsync();
        await lost.BeginAsync();
        await lost.AddAsync(12);
        ClaimedTask<int>[] running = await lost.ClaimAsync(5);
        Assert.Equal(7, lost.Container.TasksInMemory);

        _lab.Clock.Advance(Front.Lease - TimeSpan.FromSeconds(1));
        Assert.Equal(default, await other.RescueAsync());
        Assert.Empty(await other.ClaimAsync());
        _lab.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(12, (await other.RescueAsync()).Rescued);
        ClaimedTask<int>[] adopted = await other.ClaimAsync();
        Assert.Equal(Enumerable.Range(0, 12), adopted.Select(task => task.Payload).Order());
        Assert.All(adopted, task => Assert.Equal(1, task.Attempt));

        Assert.DoesNotContain(true, await lost.SucceedAsync(running));
        Assert.DoesNotContain(false, await other.SucceedAsync(adopted));
        Assert.Equal(new TaskCounts { Succeeded = 12 }, await _lab.CountAsync());
    }

    [Fact]
    public async Task What_ran_counts_a_loss_and_what_waited_in_memory_does_not()
    {
        Front lost = _lab.Open();
        await lost.BeginAsync();
        TaskId[] ids = await lost.AddAsync(2);
        ClaimedTask<int> running = Assert.Single(await lost.ClaimAsync(1));
        Assert.Equal(TaskState.Running, (await lost.GetAsync(running.Id)).State);
        _lab.PassLease();

        await using Front other = _lab.Open();
        await other.RescueAsync();
        Assert.Equal(1, (await _lab.LookAsync(ids[0])).Losses);
        Assert.Equal(0, (await _lab.LookAsync(ids[1])).Losses);
    }

    [Fact]
    public async Task A_task_that_ends_its_process_again_and_again_fails()
    {
        const int maxLosses = 2;
        Front first = _lab.Open();
        await first.BeginAsync();
        TaskId[] ids = await first.AddAsync(6);

        // The poison ends each process at once, long before the store would be told that it runs.
        int runs = (await first.ClaimAsync(1)).Length;
        bool isOver = false;
        for (int process = 0; !isOver; process++)
        {
            Assert.InRange(process, 0, 10);
            _lab.PassLease();
            Front next = _lab.Open();
            await next.RescueAsync(maxLosses);
            isOver = (await _lab.LookAsync(ids[0])).State == TaskState.Failed;
            ClaimedTask<int>[] claimed = await next.ClaimAsync();
            runs += claimed.Count(task => task.Id == ids[0]);
            if (isOver)
            {
                // Its neighbours were in the same memories, and lost nothing by it but time.
                Assert.Equal(ids[1..].Order(), claimed.Select(task => task.Id).Order());
                Assert.DoesNotContain(false, await next.SucceedAsync(claimed));
            }
            else
            {
                // The neighbours have run; the poison has not come to its end.
                await next.ApplyAsync([.. claimed.Where(task => task.Id != ids[0]).Select(task => TaskTransition<int>.Release(task.Id, task.ClaimToken))]);
            }
        }

        Assert.Equal(TaskFailureReason.Lost, (await _lab.LookAsync(ids[0])).Failure?.Reason);
        Assert.InRange(runs, 2, maxLosses + 2);
        Assert.Equal(new TaskCounts { Succeeded = 5, Failed = 1 }, await _lab.CountAsync());
    }

    [Fact]
    public async Task A_process_that_closes_gives_back_what_waits_in_its_memory_at_once()
    {
        Front closing = _lab.Open();
        await using Front other = _lab.Open();
        await closing.BeginAsync();
        await closing.AddAsync(3);
        Assert.Equal(3, closing.Container.TasksInMemory);
        Task woken = other.WaitAsync();
        Assert.False(woken.IsCompleted);

        await closing.DisposeAsync();
        await woken.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        ClaimedTask<int>[] claimed = await other.ClaimAsync();
        Assert.Equal([0, 1, 2], claimed.Select(task => task.Payload));

        // They were given back, not lost: nothing has to be begun before it runs.
        Assert.Equal(0, other.CallsOf("ApplyAsync"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => closing.ClaimAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => closing.AddAsync(1));
    }

    [Fact]
    public async Task A_process_that_only_adds_reserves_nothing()
    {
        await using Front adder = _lab.Open();
        await using Front worker = _lab.Open();
        await adder.AddAsync(5);
        Assert.Equal(0, adder.Container.TasksInMemory);
        Assert.Equal(5, (await worker.ClaimAsync()).Length);
    }
}
