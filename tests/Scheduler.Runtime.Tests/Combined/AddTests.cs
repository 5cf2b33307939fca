using GeneratedScheduler.Conformance;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Combined;

/// <summary>Adds that share a write, and writes that fail.</summary>
public sealed class AddTests
{
    private readonly StoreLab _lab = new();
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Adds_of_one_moment_share_a_write()
    {
        await using Front front = OpenHeldUp();
        Task first = front.AddAsync(1);
        Task[] others = [.. Enumerable.Range(0, 20).Select(_ => front.AddAsync(1))];
        Assert.DoesNotContain(others.Append(first), add => add.IsCompleted);
        _gate.SetResult();
        await Task.WhenAll([first, .. others]);
        Assert.Equal(2, Writes(front));
        Assert.Equal(21, (await front.ClaimAsync()).Length);
    }

    [Fact]
    public async Task A_duplicate_refuses_its_own_add_and_no_other()
    {
        await using Front front = OpenHeldUp();
        NewTask<int>[] there = Front.Tasks(1);
        Task first = front.AddAsync(there);
        NewTask<int>[] good = Front.Tasks(2, first: 1);
        NewTask<int>[] partlyGood = [.. Front.Tasks(1, first: 9), there[0]];
        Task[] adds = [front.AddAsync(good[0]), front.AddAsync(partlyGood), front.AddAsync(good[1])];
        _gate.SetResult();
        await Task.WhenAll(first, adds[0], adds[2]);
        DuplicateTaskException refused = await Assert.ThrowsAsync<DuplicateTaskException>(() => adds[1]);
        Assert.Equal([new TaskConflict(there[0].Id, there[0].Id, null)], refused.Conflicts);
        Assert.Equal([0, 1, 2], (await front.ClaimAsync()).Select(task => task.Payload).Order());
        Assert.Equal(3, (await _lab.CountAsync()).Unfinished);
    }

    [Fact]
    public async Task Two_adds_of_one_moment_with_one_unique_key_refuse_the_second()
    {
        await using Front front = OpenHeldUp();
        Task first = front.AddAsync(1);
        EnqueueOptions keyed = new() { UniqueKey = "key" };
        Task<TaskId[]>[] adds = [front.AddAsync(1, keyed), front.AddAsync(1, keyed), front.AddAsync(1)];
        _gate.SetResult();
        await Task.WhenAll(first, adds[0], adds[2]);
        DuplicateTaskException refused = await Assert.ThrowsAsync<DuplicateTaskException>(() => adds[1]);
        Assert.Equal((await adds[0])[0], Assert.Single(refused.Conflicts).ExistingId);
    }

    [Fact]
    public async Task An_add_that_is_cancelled_while_it_waits_for_the_write_adds_nothing()
    {
        await using Front front = OpenHeldUp();
        Task first = front.AddAsync(1);
        using CancellationTokenSource giveUp = new();
        NewTask<int>[] given = Front.Tasks(1, first: 7);
        Task cancelled = front.Container.AddAsync(given, default, giveUp.Token).AsTask();
        Task other = front.AddAsync(1, first: 1);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        _gate.SetResult();
        await Task.WhenAll(first, other);
        Assert.Equal([0, 1], (await front.ClaimAsync()).Select(task => task.Payload).Order());
    }

    [Fact]
    public async Task A_write_that_may_have_been_made_is_not_repeated()
    {
        await using Front front = OpenHeldUp();
        Task first = front.AddAsync(1);
        Task[] adds = [front.AddAsync(1), front.AddAsync(1)];
        front.OnCall = call => IsWrite(call) ? FaultKind.ThrowAfter : FaultKind.None;
        _gate.SetResult();
        await first;
        foreach (Task add in adds)
        {
            await Assert.ThrowsAsync<InjectedFaultException>(() => add);
        }

        Assert.Equal(2, Writes(front));
    }

    private static bool IsWrite(string call) => call == "AddAsync";

    private static int Writes(Front front) => front.Calls.Count(IsWrite);

    /// <summary>A process whose first write takes until the gate is opened.</summary>
    private Front OpenHeldUp()
    {
        Front front = _lab.Open();
        front.Plan.Delay = _ => _gate.Task;
        front.OnCall = call => IsWrite(call) && Writes(front) == 1 ? FaultKind.Delay : FaultKind.None;
        return front;
    }
}
