using System.Data.Common;

namespace GeneratedScheduler.Containers;

public sealed partial class CombinedTaskContainer<TTask, TResult> : ITransactionalTaskContainer<TTask>
{
    /// <inheritdoc/>
    /// <remarks>The tasks come into memory by themselves once the transaction has committed.</remarks>
    /// <exception cref="NotSupportedException">The durable container cannot take part in a transaction.</exception>
    public ValueTask AddInTransactionAsync(DbTransaction transaction, ReadOnlyMemory<NewTask<TTask>> tasks, CancellationToken cancellationToken) =>
        _durable is ITransactionalTaskContainer<TTask> durable
            ? durable.AddInTransactionAsync(transaction, tasks, cancellationToken)
            : throw new NotSupportedException(
                $"The tasks are kept in {_durable.GetType().Name}, which cannot take part in a transaction; keep them in a SQL database, or enqueue without the transaction.");
}
