namespace GeneratedScheduler.Storage;

/// <summary>The part of a <see cref="TaskCommit"/> that is about one container.</summary>
/// <param name="container">The container, as the store has opened it.</param>
internal abstract class CommitPart(ITaskContainer container)
{
    public ITaskContainer Container => container;

    /// <summary>The index of each transition in <see cref="TaskCommit.Accepted"/>.</summary>
    public List<int> TransitionPlaces { get; } = [];

    /// <summary>The tasks to be started.</summary>
    public List<TaskId> Starts { get; } = [];

    /// <summary>The index of each start in <see cref="TaskCommit.Started"/>.</summary>
    public List<int> StartPlaces { get; } = [];
}

/// <summary>The same with transitions and new tasks.</summary>
/// <param name="container">The container, as the store has opened it.</param>
internal sealed class CommitPart<TTask, TResult>(ITaskContainer<TTask, TResult> container) : CommitPart(container)
{
    public List<TaskTransition<TResult>> Transitions { get; } = [];

    public List<NewTask<TTask>> Tasks { get; } = [];
}
