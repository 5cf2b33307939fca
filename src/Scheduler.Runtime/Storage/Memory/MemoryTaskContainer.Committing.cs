using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GeneratedScheduler.Storage;

internal sealed partial class MemoryTaskContainer<TTask, TResult>
{
    private readonly long _lockOrder = MemoryCommit.NextLockOrder();

    /// <summary>The store that has opened the container.</summary>
    internal MemoryStore? Store { get; init; }

    MemoryStore? IMemoryContainer.Store => Store;

    IMemoryCommitPart IMemoryContainer.Prepare(TaskCommit commit, CommitPart part) => new CommitWork(this, commit, (CommitPart<TTask, TResult>)part);

    private sealed class CommitWork : IMemoryCommitPart
    {
        private readonly MemoryTaskContainer<TTask, TResult> _container;
        private readonly TaskCommit _commit;
        private readonly CommitPart<TTask, TResult> _part;
        private readonly TaskBatch? _batch;
        private readonly long _now;

        // The states of the tasks that have several transitions, after those that were checked.
        private readonly Dictionary<TaskNode, TaskState>? _reached;

        // The tasks that end and have unique keys, which new tasks may take.
        private readonly List<TaskNode> _leaving = [];
        private readonly HashSet<TaskNode> _handled = [];

        private Endings<TTask, TResult> _endings;
        private Sleeper? _awake;
        private long _due;

        public CommitWork(MemoryTaskContainer<TTask, TResult> container, TaskCommit commit, CommitPart<TTask, TResult> part)
        {
            (_container, _commit, _part) = (container, commit, part);
            _batch = part.Tasks.Count > 0 ? MakeEntries(CollectionsMarshal.AsSpan(part.Tasks)) : null;
            _reached = part.Transitions.Count > 1 ? [] : null;
            _now = container.Now();
        }

        public long LockOrder => _container._lockOrder;

        public void Enter() => _container._lock.Enter();

        public void Exit() => _container._lock.Exit();

        public bool Check()
        {
            _container.ThrowIfDisposed();
            bool[] accepted = new bool[_part.Transitions.Count];
            for (int i = 0; i < accepted.Length; i++)
            {
                accepted[i] = IsAllowed(_part.Transitions[i]);
            }

            _commit.SetAccepted(_part, accepted);
            return !accepted.AsSpan().Contains(false);
        }

        public bool TryRegister(List<TaskConflict> conflicts, ref TaskQueueFullException? full)
        {
            if (_batch is not { } batch)
            {
                return true;
            }

            TaskStore store = _container._store;
            _leaving.ForEach(store.FreeKey);
            if (store.TryRegister(batch) is { } found)
            {
                conflicts.AddRange(found);
                _leaving.ForEach(store.RetakeKey);
                return false;
            }

            if (_container._room.IsFree(store, batch.Count))
            {
                return true;
            }

            full ??= new TaskQueueFullException(_container._room.Capacity, batch.Count, TimeSpan.Zero);
            Unregister();
            return false;
        }

        public void Unregister()
        {
            if (_batch is { } batch)
            {
                _container._store.Unregister(batch);
                _leaving.ForEach(_container._store.RetakeKey);
            }
        }

        public void Make()
        {
            foreach (ref readonly TaskTransition<TResult> transition in CollectionsMarshal.AsSpan(_part.Transitions))
            {
                bool isMade = _container.TryApply(transition, _now, ref _endings);
                Debug.Assert(isMade, "The transition was checked under the same lock.");
            }

            CommandResult[] started = new CommandResult[_part.Starts.Count];
            for (int i = 0; i < started.Length; i++)
            {
                started[i] = _container.Execute(TaskCommand.Start, _part.Starts[i], _now, ref _endings);
            }

            _commit.SetStarted(_part, started);
            if (_batch is { } batch)
            {
                _container._store.Insert(batch, _now);
            }

            _awake = _container._wakeups.TakeReady(_container._store.Claimable(0), _container._store.Claimed);
            _due = _container._store.EarliestDue;
        }

        public void Finish()
        {
            _endings.Tell();
            Wakeups.Wake(_awake);
            _container._dueTimer.ArmAt(_due);
        }

        private bool IsAllowed(in TaskTransition<TResult> transition)
        {
            if (_container._store.Find(transition.Id) is not { } node || node.ClaimToken != transition.ClaimToken)
            {
                return false;
            }

            TaskState from = _reached is not null && _reached.TryGetValue(node, out TaskState reached) ? reached : node.State;

            if (!TaskStateMachine.IsClaimed(from) || !TaskStateMachine.TryMove(from, transition.Event, out TaskState to))
            {
                return false;
            }

            _reached?[node] = to;
            if (transition.Handle is not null)
            {
                _handled.Add(node);
            }

            if (node.Options.UniqueKey is not null && (TaskStateMachine.IsFinished(to) || (to == TaskState.Waiting && IsStopped(node, transition))))
            {
                _leaving.Add(node);
            }

            return true;
        }

        // A task that is given back ends instead if a stop was requested, unless it keeps a handle: the one that it has, or one that comes with an earlier transition.
        private bool IsStopped(TaskNode node, in TaskTransition<TResult> transition) =>
            node.StopRequested && (transition.Event != TaskEvent.Release || (node.Handle is null && !_handled.Contains(node)));
    }
}
