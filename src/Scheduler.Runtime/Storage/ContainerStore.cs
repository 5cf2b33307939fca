namespace GeneratedScheduler.Storage;

/// <summary>A container that somebody has made without a store, as the store of its one kind of task.</summary>
/// <param name="container">The container; disposed by its owner.</param>
internal sealed class ContainerStore(ITaskContainer container) : ITaskStore
{
    public string Name => container.GetType().Name;

    public StoreTraits Traits => container.IsShared ? StoreTraits.Shared : StoreTraits.None;

    public ITaskContainer<TTask, TResult> Open<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time) =>
        (ITaskContainer<TTask, TResult>)container;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
