using GeneratedScheduler.Conformance;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Combined;

/// <summary>How long a process may believe that what is in its memory is its own.</summary>
public sealed class LeaseTests
{
    private static readonly TimeSpan Third = Front.Lease / 3;

    private readonly StoreLab _lab = new();

    [Fact]
    public async Task A_renewal_covers_what_runs_and_what_waits_in_memory_in_one_call()
    {
        await using Front front = _lab.Open();
        await using Front other = _lab.Open();
        await front.BeginAsync();
        await front.AddAsync(10);
        ClaimedTask<int>[] running = await front.ClaimAsync(4);
        for (int i = 0; i < 6; i++)
        {
            _lab.Clock.Advance(Third);
            Assert.Equal((0, 0), Counts(await front.RenewAsync(running)));
            Assert.Equal(default, await other.RescueAsync());
        }

        Assert.Equal(6, front.CallsOf("RenewAsync"));
        Assert.Equal(6, (await front.ClaimAsync()).Length);
    }

    [Fact]
    public async Task Without_renewals_memory_hands_nothing_out_once_others_may_have_it()
    {
        await using Front cutOff = _lab.Open();
        await using Front other = _lab.Open();
        await cutOff.BeginAsync();
        await cutOff.AddAsync(10);
        cutOff.OnCall = _ => FaultKind.ThrowBefore;
        await Assert.ThrowsAsync<InjectedFaultException>(() => cutOff.RenewAsync());
        Assert.Equal(2, (await cutOff.ClaimAsync(2)).Length);

        _lab.PassLease();
        Assert.Equal(10, (await other.RescueAsync()).Rescued);
        await Assert.ThrowsAsync<InjectedFaultException>(() => cutOff.ClaimAsync());
        Assert.Equal(10, (await other.ClaimAsync()).Length);

        // Connected again, it learns that everything is lost.
        cutOff.OnCall = _ => FaultKind.None;
        Assert.Empty(await cutOff.ClaimAsync());
        Assert.Equal(0, cutOff.Container.TasksInMemory);
    }

    [Fact]
    public async Task What_nobody_took_while_a_process_was_cut_off_is_still_its_own()
    {
        await using Front front = _lab.Open();
        await front.BeginAsync();
        await front.AddAsync(3);
        _lab.PassLease();
        Assert.Equal(3, (await front.ClaimAsync()).Length);
        Assert.Equal(1, front.CallsOf("RenewAsync"));
    }

    [Fact]
    public async Task A_renewal_counts_from_before_it_was_sent()
    {
        await using Front front = _lab.Open();
        await front.BeginAsync();
        await front.AddAsync(1);
        front.OnCall = call => call == "RenewAsync" ? FaultKind.Delay : FaultKind.None;
        front.Plan.Delay = _ =>
        {
            _lab.Clock.Advance(Third);
            return Task.CompletedTask;
        };
        await front.RenewAsync();
        Assert.Equal(Third, Assert.Single(await front.ClaimAsync()).LeaseAge);
    }

    [Fact]
    public async Task A_claim_tells_how_much_of_its_lease_is_over()
    {
        await using Front front = _lab.Open();
        await front.BeginAsync();
        await front.AddAsync(2);
        _lab.Clock.Advance(Third);
        Assert.Equal(Third, Assert.Single(await front.ClaimAsync(1)).LeaseAge);
        await front.RenewAsync();
        Assert.Equal(TimeSpan.Zero, Assert.Single(await front.ClaimAsync(1)).LeaseAge);
    }

    [Fact]
    public async Task What_ran_and_was_lost_counts_as_lost_although_its_begin_was_not_written_yet()
    {
        await using Front front = _lab.Open(options => options.BeginDelay = TimeSpan.FromMinutes(1));
        await front.BeginAsync();
        TaskId[] ids = await front.AddAsync(1);
        Assert.Single(await front.ClaimAsync());
        _lab.PassLease();

        Assert.Equal(1, (await front.RescueAsync()).Rescued);
        Assert.Equal(1, (await _lab.LookAsync(ids[0])).Losses);
    }

    [Fact]
    public async Task A_reservation_that_is_lost_is_dropped_and_not_reported()
    {
        await using Front front = _lab.Open();
        await front.BeginAsync();
        await front.AddAsync(3);
        ClaimedTask<int> running = Assert.Single(await front.ClaimAsync(1));
        _lab.PassLease();
        await _lab.Direct.RescueAsync(new RescueRequest(false, 10, 10), TestContext.Current.CancellationToken);
        LeaseReport report = await front.RenewAsync(running);
        Assert.Equal([new ClaimKey(running.Id, running.ClaimToken)], report.Lost);
        Assert.Equal(0, front.Container.TasksInMemory);

        // All three wait again, and are found again.
        Assert.Equal(3, (await front.ClaimAsync()).Length);
    }

    [Fact]
    public async Task A_stop_by_another_process_reaches_a_task_that_waits_in_memory()
    {
        await using Front front = _lab.Open();
        await using Front other = _lab.Open();
        await front.BeginAsync();
        TaskId[] ids = await front.AddAsync(2);
        Assert.Equal(CommandOutcome.Requested, (await other.ExecuteAsync(TaskCommand.Stop, ids[0])).Outcome);
        Assert.Equal((0, 0), Counts(await front.RenewAsync()));
        Assert.Equal(TaskState.Stopped, (await _lab.LookAsync(ids[0])).State);
        Assert.Equal([ids[1]], (await front.ClaimAsync()).Select(task => task.Id));
    }

    [Fact]
    public async Task A_stop_that_cannot_be_written_is_followed_by_whoever_claims_the_task()
    {
        await using Front front = _lab.Open();
        await using Front other = _lab.Open();
        await front.BeginAsync();
        TaskId[] ids = await front.AddAsync(1);
        await other.ExecuteAsync(TaskCommand.Stop, ids[0]);
        front.OnCall = call => call == "ApplyAsync" ? FaultKind.ThrowBefore : FaultKind.None;
        await front.RenewAsync();
        Assert.True(Assert.Single(await front.ClaimAsync()).StopRequested);
    }

    [Fact]
    public async Task What_nobody_claims_for_a_round_is_given_back()
    {
        await using Front paused = _lab.Open();
        await using Front other = _lab.Open();
        await paused.BeginAsync();
        await paused.AddAsync(8);
        ClaimedTask<int> running = Assert.Single(await paused.ClaimAsync(1));
        await paused.RescueAsync();
        Assert.Equal(7, paused.Container.TasksInMemory);
        _lab.Clock.Advance(Third);
        await paused.RescueAsync();
        Assert.Equal(0, paused.Container.TasksInMemory);
        Assert.Equal(7, (await other.ClaimAsync()).Length);
        Assert.True(Assert.Single(await paused.SucceedAsync(running)));
    }

    private static (int Lost, int ToStop) Counts(LeaseReport report) => (report.Lost.Count, report.StopRequested.Count);
}
