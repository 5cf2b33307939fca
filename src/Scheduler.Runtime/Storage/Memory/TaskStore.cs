using System.Runtime.CompilerServices;

namespace GeneratedScheduler.Storage;

/// <summary>All tasks of a container, and how they move from place to place. Knows no lock, no clock and no payload.</summary>
/// <remarks>Whoever calls holds the container's lock and has asked <see cref="TaskStateMachine"/>.</remarks>
internal sealed partial class TaskStore(ReadyTasks ready, int keepFinished)
{
    // How many due tasks are made ready under one hold of the lock, so that a million tasks due at noon block nobody.
    private const int PromotedAtOnce = 1_000;

    private readonly TaskTable _table = new();
    private readonly UniqueKeys _keys = new();
    private readonly DelayedTasks _delayed = new();
    private readonly FinishedHistory _history = new(keepFinished);
    private readonly long[] _forgotten = new long[(int)TaskState.Deleted];
    private StateLists _states;
    private long _sequence;
    private long _claimToken;

    internal Claimants Claimants { get; } = new();

    /// <summary>When the first delayed task is due, in UTC ticks; <see cref="long.MaxValue"/> if none waits.</summary>
    internal long EarliestDue => _delayed.EarliestDue;

    /// <summary>Since when a task is due that waits, in UTC ticks: of the first tasks in line of each priority the earliest; <see cref="long.MaxValue"/> if none waits.</summary>
    internal long DueSince => Math.Min(ready.DueSince, _delayed.EarliestDue);

    /// <summary>How many tasks take up room in a bounded container.</summary>
    internal int Pending => _states[(int)TaskState.Unstarted].Count + _states[(int)TaskState.Waiting].Count;

    internal int Claimed => _states[(int)TaskState.Running].Count + _states[(int)TaskState.Exporting].Count;

    internal int CountOf(TaskState state) => _states[(int)state].Count;

    /// <summary>How many tasks ended in a state and are no longer kept, because later ones came.</summary>
    internal long Forgotten(TaskState state) => _forgotten[(int)state];

    internal TaskNode? FirstIn(TaskState state) => _states[(int)state].First;

    internal TaskNode? LastIn(TaskState state) => _states[(int)state].Last;

    internal TaskNode? Find(TaskId id) => _table.Find(id);

    /// <summary>How many of the ready tasks a claim may take.</summary>
    internal int Claimable(int clusterConcurrency) => clusterConcurrency == 0
        ? ready.Count
        : Math.Min(ready.Count, clusterConcurrency - Claimed);

    /// <summary>Makes due tasks ready, a bounded number at once. Answers whether there are more.</summary>
    internal bool PromoteDue(long now)
    {
        if (_delayed.EarliestDue > now)
        {
            return false;
        }

        for (int i = 0; i < PromotedAtOnce && _delayed.EarliestDue <= now; i++)
        {
            ready.Add(_delayed.TakeFirst());
        }

        return _delayed.EarliestDue <= now;
    }

    /// <summary>Gives the best ready task to a claimant.</summary>
    internal TaskNode Claim(Claimant claimant, long now, long leaseUntil)
    {
        TaskNode node = ready.Take();
        SetState(node, TaskState.Running);
        Claimants.Hold(claimant, node, leaseUntil);
        node.ClaimToken = ++_claimToken;

        // Work that goes on elsewhere is still in the attempt in which it was started.
        if (node.Handle is null)
        {
            node.Attempt++;
            node.StartedAt = now;
        }

        return node;
    }

    internal void Export(TaskNode node) => SetState(node, TaskState.Exporting);

    /// <summary>Takes a claimed task back to Waiting; due at <paramref name="notBefore"/>.</summary>
    internal void GiveBack(TaskNode node, long notBefore, long now)
    {
        Claimants.Drop(node);
        SetState(node, TaskState.Waiting);
        Queue(node, notBefore, now);
    }

    internal void Start(TaskNode node, long now)
    {
        SetState(node, TaskState.Waiting);
        Queue(node, node.NotBefore, now);
    }

    /// <summary>Makes a waiting task due now.</summary>
    internal void Hasten(TaskNode node, long now)
    {
        if (node.DelayedIndex != TaskNode.NotDelayed)
        {
            _delayed.Remove(node);
            Queue(node, now, now);
        }
    }

    /// <summary>Brings a waiting or claimed task to its end, and forgets the oldest finished one if there are too many.</summary>
    internal void Finish(TaskNode node, TaskState end, long now)
    {
        LeavePlace(node);

        // A commit gives the key to the next task before.
        _keys.FreeIfOwned(node);

        // Lists by ends are read in the order in which tasks came into them; the clock was read before the lock was taken.
        node.LeaseUntilOrFinishedAt = Math.Max(now, _states[(int)end].Last?.LeaseUntilOrFinishedAt ?? now);
        SetState(node, end);
        if (_history.Add(node) is { } oldest)
        {
            _forgotten[(int)oldest.State]++;
            Forget(oldest);
        }
    }

    /// <summary>Begins the life of a finished task anew. Answers false if its unique key is taken.</summary>
    internal bool TryRestart(TaskNode node, long now)
    {
        if (!_keys.TryTake(node, out _))
        {
            return false;
        }

        _history.Remove(node);
        _states[(int)node.State].Remove(node);
        node.BeginNewLife();
        Enter(node, TaskState.Waiting);
        node.Attempt = 0;
        node.StartedAt = 0;
        node.Details = null;
        Queue(node, now, now);
        return true;
    }

    /// <summary>Removes an unstarted or finished task.</summary>
    internal void Delete(TaskNode node)
    {
        if (node.State == TaskState.Unstarted)
        {
            _keys.Free(node);
            _states[(int)TaskState.Unstarted].Remove(node);
            _table.Remove(node);
        }
        else
        {
            Forget(node);
        }
    }

    /// <summary>
    /// The wall clock was set by so much. What is left of a delay or a lease stays as it is; a moment that somebody gave as a time of day stays the
    /// same time of day. What has happened keeps the time that the clock told then.
    /// </summary>
    internal void Shift(long by)
    {
        for (TaskNode? node = _states[(int)TaskState.Unstarted].First; node is not null; node = node.StateLinks.Next)
        {
            node.NotBefore = Shifted(node, by);
        }

        _delayed.Change(node => Shifted(node, by));
        Claimants.Shift(by);
    }

    private static long Shifted(TaskNode node, long by) =>
        node.Options.NotBefore is { } notBefore && notBefore.UtcTicks == node.NotBefore ? node.NotBefore : Ticks.After(node.NotBefore, TimeSpan.FromTicks(by));

    private void Forget(TaskNode finished)
    {
        _history.Remove(finished);
        _states[(int)finished.State].Remove(finished);
        _table.Remove(finished);
    }

    private void LeavePlace(TaskNode node)
    {
        if (node.State != TaskState.Waiting)
        {
            Claimants.Drop(node);
        }
        else if (node.DelayedIndex != TaskNode.NotDelayed)
        {
            _delayed.Remove(node);
        }
        else
        {
            ready.Remove(node);
        }
    }

    // Among the delayed tasks or among the ready ones: behind those that are due already, for they wait longer.
    private void Queue(TaskNode node, long notBefore, long now)
    {
        node.NotBefore = notBefore;
        if (notBefore > now)
        {
            _delayed.Add(node);
        }
        else
        {
            PromoteDue(now);
            ready.Add(node);
        }
    }

    private void SetState(TaskNode node, TaskState state)
    {
        _states[(int)node.State].Remove(node);
        Enter(node, state);
    }

    private void Enter(TaskNode node, TaskState state)
    {
        node.Sequence = ++_sequence;
        _states[(int)state].Add(node);
        node.State = state;
    }

    [InlineArray((int)TaskState.Deleted)]
    private struct StateLists
    {
        private TaskList<StateLink> _first;
    }
}
