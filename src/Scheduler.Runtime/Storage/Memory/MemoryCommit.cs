namespace GeneratedScheduler.Storage;

/// <summary>A container in memory, without payloads and results, as the commits of its store see it.</summary>
internal interface IMemoryContainer
{
    /// <summary>The store that has opened it; <see langword="null"/> for a container that was made alone.</summary>
    MemoryStore? Store { get; }

    /// <summary>Prepares what needs no lock.</summary>
    IMemoryCommitPart Prepare(TaskCommit commit, CommitPart part);
}

/// <summary>What a commit does in one container. Everything between <see cref="Enter"/> and <see cref="Exit"/> is done under the lock of the container.</summary>
internal interface IMemoryCommitPart
{
    /// <summary>The place of the container in the order in which locks are taken.</summary>
    long LockOrder { get; }

    void Enter();

    void Exit();

    /// <summary>Whether all transitions can be made. Sets the result of each in the commit.</summary>
    bool Check();

    /// <summary>Takes the ids, keys and room of the new tasks; or nothing, and adds the reason.</summary>
    bool TryRegister(List<TaskConflict> conflicts, ref TaskQueueFullException? full);

    /// <summary>Gives back what was taken.</summary>
    void Unregister();

    /// <summary>Makes all changes.</summary>
    void Make();

    /// <summary>Outside the lock: completes observers and wakes claimers.</summary>
    void Finish();
}

/// <summary>
/// A commit in memory. The locks of all its containers are held at once, taken in the order in which the containers were made, so that two commits do not wait
/// for each other. First everything is checked, then everything is changed, so that nothing has to be undone.
/// </summary>
internal static class MemoryCommit
{
    private static long _containers;

    /// <summary>The place of a new container in the order of the locks.</summary>
    public static long NextLockOrder() => Interlocked.Increment(ref _containers);

    /// <returns>Whether it was made; if not, a transition was refused.</returns>
    public static bool Run(MemoryStore store, TaskCommit commit)
    {
        IMemoryCommitPart[] parts = [.. commit.Parts.Select(part => Prepare(store, commit, part)).OrderBy(static part => part.LockOrder)];
        commit.Begin();
        int entered = 0;
        try
        {
            for (; entered < parts.Length; entered++)
            {
                parts[entered].Enter();
            }

            bool isAllowed = true;
            foreach (IMemoryCommitPart part in parts)
            {
                isAllowed &= part.Check();
            }

            if (!isAllowed)
            {
                return false;
            }

            Register(parts);
            foreach (IMemoryCommitPart part in parts)
            {
                part.Make();
            }
        }
        finally
        {
            while (entered > 0)
            {
                parts[--entered].Exit();
            }
        }

        foreach (IMemoryCommitPart part in parts)
        {
            part.Finish();
        }

        return true;
    }

    private static IMemoryCommitPart Prepare(MemoryStore store, TaskCommit commit, CommitPart part) =>
        part.Container is IMemoryContainer { Store: { } opener } container && ReferenceEquals(opener, store)
            ? container.Prepare(commit, part)
            : throw StoreDefaults.NotOpenedBy(((ITaskStore)store).Name, part.Container);

    private static void Register(IMemoryCommitPart[] parts)
    {
        List<IMemoryCommitPart> registered = [];
        List<TaskConflict> conflicts = [];
        TaskQueueFullException? full = null;
        foreach (IMemoryCommitPart part in parts)
        {
            if (part.TryRegister(conflicts, ref full))
            {
                registered.Add(part);
            }
        }

        if (registered.Count < parts.Length)
        {
            registered.ForEach(static part => part.Unregister());
            throw conflicts.Count > 0 ? new DuplicateTaskException(conflicts) : full!;
        }
    }
}
