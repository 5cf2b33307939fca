using System.Data.Common;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Testing;

/// <summary>
/// Takes what is enqueued in a transaction as well: it is added at once, because nothing here learns whether the transaction commits.
/// </summary>
internal sealed class RecordingContainer<TTask, TResult>(ITaskContainer<TTask, TResult> inner, ITaskWatcher<TTask, TResult> watcher)
    : WatchedContainer<TTask, TResult>(inner, watcher), ITransactionalTaskContainer<TTask>
{
    public ValueTask InitializeAsync(DbTransaction transaction, CancellationToken cancellationToken) => InitializeAsync(cancellationToken);

    public ValueTask AddInTransactionAsync(
        DbTransaction transaction, ReadOnlyMemory<NewTask<TTask>> tasks, CancellationToken cancellationToken) =>
        AddAsync(tasks, default, cancellationToken);
}
