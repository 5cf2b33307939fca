namespace GeneratedScheduler.Storage;

/// <summary>What a store is and can do. Asked instead of types, so that a store can be wrapped.</summary>
[Flags]
public enum StoreTraits
{
    /// <summary>Tasks are in the memory of this process alone, and gone with it.</summary>
    None = 0,

    /// <summary>Other processes may use the same store, and tasks outlive this one.</summary>
    Shared = 1,

    /// <summary>Tasks can be added in a transaction of the application's own database work.</summary>
    Transactional = 2,

    /// <summary>The outputs of tasks that are kept elsewhere can be saved here.</summary>
    Outputs = 4,

    /// <summary>Transitions, adds and starts of several kinds of task can be made in one step: <see cref="ITaskStore.CommitAsync"/>.</summary>
    Committing = 8,

    /// <summary>Processes that run tasks announce themselves here, for people: <see cref="ITaskStore.AnnounceProcessAsync"/>.</summary>
    Announcing = 16,
}
