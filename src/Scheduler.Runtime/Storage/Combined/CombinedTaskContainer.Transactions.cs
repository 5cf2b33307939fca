using System.Data.Common;

namespace GeneratedScheduler.Storage;

internal sealed partial class CombinedTaskContainer<TTask, TResult> : ITransactionalTaskContainer<TTask>
{
    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The durable container cannot take part in a transaction.</exception>
    public ValueTask InitializeAsync(DbTransaction transaction, CancellationToken cancellationToken) =>
        Transactional.InitializeAsync(transaction, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The tasks come into memory by themselves once the transaction has committed.</remarks>
    /// <exception cref="NotSupportedException">The durable container cannot take part in a transaction.</exception>
    public ValueTask AddInTransactionAsync(DbTransaction transaction, ReadOnlyMemory<NewTask<TTask>> tasks, CancellationToken cancellationToken) =>
        Transactional.AddInTransactionAsync(transaction, tasks, cancellationToken);

    private ITransactionalTaskContainer<TTask> Transactional => _durable as ITransactionalTaskContainer<TTask> ?? throw new NotSupportedException(
        $"The tasks are kept in {_durable.GetType().Name}, which cannot take part in a transaction; keep them in a SQL database, or enqueue without the transaction.");
}
