using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests;

/// <summary>Containers and persisters with a store of their own, which is disposed with them.</summary>
internal static class Alone
{
    public static SqlTaskContainer<TTask, TResult> OpenAlone<TTask, TResult>(this SqlStore store, TaskDefinition<TTask, TResult> definition) =>
        new(store, definition.Name, definition.Mapper) { OwnsStore = true };

    public static SqlTaskContainer<TTask, TResult> OpenAlone<TTask, TResult>(this SqlStore store, string taskName, TaskMapper<TTask, TResult> mapper) =>
        new(store, taskName, mapper) { OwnsStore = true };

    public static SqlTaskDataPersister<TTask, TResult> OpenOutputsAlone<TTask, TResult>(this SqlStore store, TaskDefinition<TTask, TResult> definition) =>
        new(store, definition.Name, definition.Mapper) { OwnsStore = true };
}
