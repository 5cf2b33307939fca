namespace GeneratedScheduler.Storage;

/// <summary>
/// Transitions of claimed tasks, and adds and starts of other tasks, of any number of kinds, which a store makes in one step: all of them or none. See
/// <see cref="ITaskStore.CommitAsync"/>.
/// </summary>
/// <remarks>
/// Belongs to the caller; not safe for concurrent use. A wrapper of a container stands for what it wraps
/// (<see cref="ITaskContainer.Wrapped"/>). The same commit may be sent again.
/// </remarks>
public sealed class TaskCommit
{
    private readonly List<CommitPart> _parts = [];
    private bool[] _accepted = [];
    private CommandResult[] _started = [];
    private int _transitions;
    private int _starts;

    /// <summary>
    /// For each transition, in the order in which they were added: whether the latest call accepted it. If one was refused, nothing was changed.
    /// </summary>
    public IReadOnlyList<bool> Accepted => _accepted;

    /// <summary>
    /// For each start, in the order in which they were added: the result of the latest call; empty if the commit was not made. A task that is no longer Unstarted is
    /// <see cref="CommandOutcome.Refused"/> or <see cref="CommandOutcome.NotFound"/>.
    /// </summary>
    public IReadOnlyList<CommandResult> Started => _started;

    /// <summary>The parts, one for each container.</summary>
    internal IReadOnlyList<CommitPart> Parts => _parts;

    /// <summary>Adds a transition of a claimed task. It is a condition: if it is refused, no part of the commit is made.</summary>
    /// <param name="container">The container of the task.</param>
    /// <param name="transition">The transition. Transitions of one task are made in the order in which they are added.</param>
    /// <exception cref="ArgumentException">What the container wraps holds tasks of another kind.</exception>
    public void Apply<TTask, TResult>(ITaskContainer<TTask, TResult> container, TaskTransition<TResult> transition)
    {
        CommitPart<TTask, TResult> part = PartOf(container);
        part.Transitions.Add(transition);
        part.TransitionPlaces.Add(_transitions++);
    }

    /// <summary>Adds a new task. It can be observed (<see cref="ITaskContainer{TTask, TResult}.Observe"/>) once the commit has been made.</summary>
    /// <param name="container">The container of its kind.</param>
    /// <param name="task">The task.</param>
    /// <exception cref="ArgumentException">The task has no id or no options; or what the container wraps holds tasks of another kind.</exception>
    public void Add<TTask, TResult>(ITaskContainer<TTask, TResult> container, NewTask<TTask> task)
    {
        CommitPart<TTask, TResult> part = PartOf(container);
        ContainerArguments.Check(task, part.Tasks.Count, nameof(task));
        part.Tasks.Add(task);
    }

    /// <summary>Adds the start of an Unstarted task. If the task is no longer Unstarted, the start is reported as refused, and the rest of the commit is made.</summary>
    /// <param name="container">The container of the task.</param>
    /// <param name="id">The task.</param>
    /// <exception cref="ArgumentException">What the container wraps holds tasks of another kind.</exception>
    public void Start<TTask, TResult>(ITaskContainer<TTask, TResult> container, TaskId id)
    {
        CommitPart part = PartOf(container);
        part.Starts.Add(id);
        part.StartPlaces.Add(_starts++);
    }

    /// <summary>Clears the results of an earlier call.</summary>
    internal void Begin()
    {
        _accepted = new bool[_transitions];
        _started = [];
    }

    /// <summary>Sets the results of the transitions of one part.</summary>
    internal void SetAccepted(CommitPart part, ReadOnlySpan<bool> accepted)
    {
        for (int i = 0; i < accepted.Length; i++)
        {
            _accepted[part.TransitionPlaces[i]] = accepted[i];
        }
    }

    /// <summary>Sets the results of the starts of one part.</summary>
    internal void SetStarted(CommitPart part, ReadOnlySpan<CommandResult> started)
    {
        if (_started.Length != _starts)
        {
            _started = new CommandResult[_starts];
        }

        for (int i = 0; i < started.Length; i++)
        {
            _started[part.StartPlaces[i]] = started[i];
        }
    }

    private CommitPart<TTask, TResult> PartOf<TTask, TResult>(ITaskContainer<TTask, TResult> container)
    {
        ArgumentNullException.ThrowIfNull(container);
        ITaskContainer inner = container;
        while (inner.Wrapped is { } wrapped)
        {
            inner = wrapped;
        }

        foreach (CommitPart part in _parts)
        {
            if (ReferenceEquals(part.Container, inner))
            {
                return part as CommitPart<TTask, TResult> ?? throw NotOfKind(container, inner);
            }
        }

        CommitPart<TTask, TResult> added = new(inner as ITaskContainer<TTask, TResult> ?? throw NotOfKind(container, inner));
        _parts.Add(added);
        return added;
    }

    private static ArgumentException NotOfKind(ITaskContainer container, ITaskContainer inner) => new(
        $"{container.GetType().Name} wraps a {inner.GetType().Name}, which is not a container of the same kind of task.", nameof(container));
}
