namespace GeneratedScheduler.Storage;

/// <summary>A task in memory, without what its kind knows about it: payload, result and observers.</summary>
/// <remarks>
/// <para>
/// There is one object for each task, and it is the place in every structure that the task is in: lists and the heap are
/// intrusive, so that moving a task allocates nothing and removing it searches nothing. Not generic, so that the code
/// that moves tasks exists once, whatever number of task kinds a program has.
/// </para>
/// <para>Everything but <see cref="Life"/> belongs to the lock of the container.</para>
/// </remarks>
internal abstract class TaskNode
{
    private const int VersionShift = 8;
    private const int StateMask = (1 << VersionShift) - 1;

    internal const int NotDelayed = -1;

    internal readonly TaskId Id;
    internal readonly EnqueueOptions Options;

    /// <summary>Neighbours in the list of the task's state, which is the order of the pages.</summary>
    internal TaskLinks StateLinks;

    /// <summary>Neighbours among the ready tasks, the tasks of a claimant, or the finished history; a task is in one at most.</summary>
    internal TaskLinks PlaceLinks;

    /// <summary>The <see cref="Claimant"/> of a claimed task; whatever the ready order wants of a ready one.</summary>
    internal object? Place;

    /// <summary>What few tasks have; made when it is needed.</summary>
    internal TaskDetails? Details;

    internal long ClaimToken;
    internal long CreatedAt;
    internal long NotBefore;
    internal long StartedAt;

    /// <summary>When the lease runs out, while the task is claimed; when it finished, once it has. Never both.</summary>
    internal long LeaseUntilOrFinishedAt;

    /// <summary>Grows with each change of state in the container: the place in the list of the state.</summary>
    internal long Sequence;

    internal int Attempt;

    /// <summary>The place in the heap of delayed tasks, or <see cref="NotDelayed"/>.</summary>
    internal int DelayedIndex = NotDelayed;

    private int _life;

    protected TaskNode(TaskId id, EnqueueOptions options, TaskState state) => (Id, Options, _life) = (id, options, (int)state);

    /// <summary>The state, and how many times the task was restarted; written last, so that it can be read without the lock.</summary>
    internal int Life => Volatile.Read(ref _life);

    internal TaskState State
    {
        get => StateOf(Volatile.Read(ref _life));
        set => Volatile.Write(ref _life, (_life & ~StateMask) | (int)value);
    }

    internal TaskRunHandle? Handle => Details?.Handle;

    internal bool StopRequested => Details is { StopRequested: true };

    internal int Losses => Details?.Losses ?? 0;

    internal TaskDetails Detailed => Details ??= new TaskDetails();

    internal static TaskState StateOf(int life) => (TaskState)(life & StateMask);

    /// <summary>Ends the present life: whoever reads without the lock sees that what he has read no longer belongs together.</summary>
    internal void BeginNewLife() => Interlocked.Exchange(ref _life, ((_life + (1 << VersionShift)) & ~StateMask) | (int)TaskState.Waiting);

    /// <summary>Ends the present life for good, without a finish: the task was deleted or the container closed.</summary>
    internal void EndUnfinished() => State = TaskState.Deleted;
}

/// <summary>What few tasks have.</summary>
internal sealed class TaskDetails
{
    internal TaskRunHandle? Handle;
    internal TaskProgress? Progress;
    internal TaskFailure? Failure;
    internal string? Callback;
    internal int Losses;
    internal bool StopRequested;
}

/// <summary>The neighbours of a task in one list.</summary>
internal struct TaskLinks
{
    internal TaskNode? Previous;
    internal TaskNode? Next;
}
