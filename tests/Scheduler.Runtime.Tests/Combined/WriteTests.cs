using GeneratedScheduler.Conformance;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Combined;

/// <summary>What is written when, and what is not.</summary>
public sealed class WriteTests
{
    private static readonly TimeSpan Tick = new CombinedContainerOptions().BeginDelay;

    private readonly StoreLab _lab = new();

    [Fact]
    public async Task A_short_task_is_written_with_its_add_and_with_its_end_and_claimed_without_a_call()
    {
        await using Front front = _lab.Open();
        await front.BeginAsync();
        front.Calls.Clear();
        TaskId[] ids = await front.AddAsync(10);
        Assert.DoesNotContain(false, await front.SucceedAsync(await front.ClaimAsync(10)));
        _lab.Clock.Advance(Tick * 5);
        Assert.Equal(["AddReservedAsync", "ApplyAsync"], front.Calls);
        Assert.All(await Task.WhenAll(ids.Select(_lab.LookAsync)), task => Assert.Equal((TaskState.Succeeded, 1), (task.State, task.Attempt)));
    }

    [Fact]
    public async Task A_task_that_runs_longer_shows_as_running_after_two_ticks()
    {
        await using Front front = _lab.Open();
        await front.BeginAsync();
        await front.AddAsync(1);
        ClaimedTask<int> task = Assert.Single(await front.ClaimAsync());
        _lab.Clock.Advance(Tick);
        Assert.Equal(TaskState.Waiting, (await _lab.LookAsync(task.Id)).State);
        _lab.Clock.Advance(Tick);
        Assert.Equal(TaskState.Running, (await _lab.LookAsync(task.Id)).State);
        front.Calls.Clear();
        _lab.Clock.Advance(Tick * 10);
        Assert.Empty(front.Calls);
        Assert.True(Assert.Single(await front.SucceedAsync(task)));
    }

    [Fact]
    public async Task Begins_that_are_due_go_with_the_moves_of_others()
    {
        await using Front front = _lab.Open();
        await front.BeginAsync();
        await front.AddAsync(2);
        ClaimedTask<int>[] tasks = await front.ClaimAsync();
        _lab.Clock.Advance(Tick);
        front.Calls.Clear();
        Assert.True(Assert.Single(await front.SucceedAsync(tasks[0])));
        Assert.Equal(TaskState.Running, (await _lab.LookAsync(tasks[1].Id)).State);
        _lab.Clock.Advance(Tick * 5);
        Assert.Equal(["ApplyAsync"], front.Calls);
    }

    [Fact]
    public async Task A_begin_that_cannot_be_written_is_written_later()
    {
        await using Front front = _lab.Open();
        await front.BeginAsync();
        await front.AddAsync(1);
        ClaimedTask<int> task = Assert.Single(await front.ClaimAsync());
        front.OnCall = _ => FaultKind.ThrowBefore;
        _lab.Clock.Advance(Tick * 3);
        front.OnCall = _ => FaultKind.None;
        Assert.Equal(TaskState.Waiting, (await _lab.LookAsync(task.Id)).State);
        _lab.Clock.Advance(Tick * 3);
        Assert.Equal(TaskState.Running, (await _lab.LookAsync(task.Id)).State);
    }

    [Fact]
    public async Task A_task_that_must_begin_is_begun_before_it_is_handed_out()
    {
        await using Front front = await OpenWithMarkedTaskAsync();
        front.OnCall = call => call == "ApplyAsync" ? FaultKind.ThrowBefore : FaultKind.None;
        await Assert.ThrowsAsync<InjectedFaultException>(() => front.ClaimAsync());
        Assert.Equal(1, front.Container.TasksInMemory);
        front.OnCall = _ => FaultKind.None;
        ClaimedTask<int> task = Assert.Single(await front.ClaimAsync());
        TaskRecord<int, int> record = await _lab.LookAsync(task.Id);
        Assert.Equal((TaskState.Running, task.ClaimToken, task.Attempt), (record.State, record.ClaimToken, record.Attempt));
    }

    [Fact]
    public async Task A_begin_whose_answer_was_lost_is_confirmed_and_the_task_handed_out_once()
    {
        await using Front front = await OpenWithMarkedTaskAsync();
        front.OnCall = call => call == "ApplyAsync" ? FaultKind.ThrowAfter : FaultKind.None;
        await Assert.ThrowsAsync<InjectedFaultException>(() => front.ClaimAsync());
        front.OnCall = _ => FaultKind.None;
        ClaimedTask<int> task = Assert.Single(await front.ClaimAsync());
        Assert.Empty(await front.ClaimAsync());
        Assert.True(Assert.Single(await front.SucceedAsync(task)));
    }

    [Fact]
    public async Task A_move_that_failed_can_be_repeated()
    {
        await using Front front = _lab.Open();
        await front.BeginAsync();
        await front.AddAsync(1);
        ClaimedTask<int> task = Assert.Single(await front.ClaimAsync());
        front.OnCall = _ => FaultKind.ThrowBefore;
        await Assert.ThrowsAsync<InjectedFaultException>(() => front.SucceedAsync(task));
        front.OnCall = _ => FaultKind.None;
        Assert.True(Assert.Single(await front.SucceedAsync(task)));
        Assert.False(Assert.Single(await front.SucceedAsync(task)));
    }

    [Fact]
    public async Task A_retry_waits_in_the_store_and_is_fetched_when_it_is_due_without_asking_before()
    {
        await using Front front = _lab.Open();
        await front.BeginAsync();
        await front.AddAsync(1);
        ClaimedTask<int> task = Assert.Single(await front.ClaimAsync());
        TaskFailure failure = new(TaskFailureReason.Exception, "not yet");
        await front.ApplyAsync(TaskTransition<int>.Retry(task.Id, task.ClaimToken, failure, TimeSpan.FromMinutes(2)));
        Assert.Equal(0, front.Container.TasksInMemory);
        front.Calls.Clear();
        Task woken = front.WaitAsync();
        for (int i = 0; i < 11; i++)
        {
            _lab.Clock.Advance(TimeSpan.FromSeconds(10));
            Assert.Empty(await front.ClaimAsync());
        }

        Assert.Equal(["WaitForTasksAsync"], front.Calls);
        _lab.Clock.Advance(TimeSpan.FromSeconds(10));
        await woken.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        ClaimedTask<int> again = Assert.Single(await front.ClaimAsync());
        Assert.Equal((task.Id, 2), (again.Id, again.Attempt));
        Assert.Equal(1, front.CallsOf("ReserveAsync"));
    }

    [Fact]
    public async Task Tasks_that_others_add_are_noticed_while_idle()
    {
        await using Front front = _lab.Open();
        await using Front other = _lab.Open();
        await front.BeginAsync();
        Task woken = front.WaitAsync();
        await other.AddAsync(1);
        await woken.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Single(await front.ClaimAsync());
    }

    [Fact]
    public async Task Tasks_of_others_get_their_turn_while_our_own_keep_memory_busy()
    {
        await using Front busy = _lab.Open();
        await using Front other = _lab.Open();
        await busy.BeginAsync();
        TaskId[] foreign = await other.AddAsync(1);
        List<TaskId> seen = [];
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < 20; i++)
            {
                await busy.AddAsync(2);
                seen.AddRange((await busy.ClaimAsync(1)).Select(task => task.Id));
            }

            await busy.RenewAsync();
            await busy.RescueAsync();
            _lab.Clock.Advance(Front.Lease / 3);
        }

        seen.AddRange((await busy.ClaimAsync(100)).Select(task => task.Id));
        Assert.Contains(foreign[0], seen);
    }

    [Fact]
    public async Task A_stop_of_a_task_in_memory_is_made_at_once_and_undone_if_it_cannot_be_written()
    {
        await using Front front = _lab.Open();
        await front.BeginAsync();
        TaskId[] ids = await front.AddAsync(2);
        Assert.Equal((CommandOutcome.Done, TaskState.Stopped), Told(await front.ExecuteAsync(TaskCommand.Stop, ids[0])));
        Assert.Equal((CommandOutcome.Refused, TaskState.Stopped), Told(await front.ExecuteAsync(TaskCommand.Stop, ids[0])));
        front.OnCall = _ => FaultKind.ThrowBefore;
        await Assert.ThrowsAsync<InjectedFaultException>(() => front.ExecuteAsync(TaskCommand.Stop, ids[1]));
        front.OnCall = _ => FaultKind.None;
        Assert.Equal([ids[1]], (await front.ClaimAsync()).Select(task => task.Id));
        Assert.Equal((CommandOutcome.Requested, TaskState.Running), Told(await front.ExecuteAsync(TaskCommand.Stop, ids[1])));
    }

    private static (CommandOutcome Outcome, TaskState State) Told(CommandResult result) => (result.Outcome, result.State);

    /// <summary>A process that has a task in memory which another one lost.</summary>
    private async Task<Front> OpenWithMarkedTaskAsync()
    {
        Front lost = _lab.Open();
        await lost.BeginAsync();
        await lost.AddAsync(1);
        _lab.PassLease();
        Front front = _lab.Open();
        await front.RescueAsync();
        return front;
    }
}
