using System.Data.Common;

namespace GeneratedScheduler.Storage;

/// <summary>A container that can add tasks in a transaction of the application's own database work.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
public interface ITransactionalTaskContainer<TTask>
{
    /// <summary>
    /// Prepares the container as <see cref="ITaskContainer.InitializeAsync"/> does, for a caller who has a transaction open. Does not
    /// wait for what the transaction holds: what cannot be done beside it throws.
    /// </summary>
    /// <param name="transaction">An open transaction on the database of the container. Nothing is done in it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">The transaction is over, or is one of another kind of database.</exception>
    ValueTask InitializeAsync(DbTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Adds tasks as part of a transaction: they exist exactly if it commits. Other schedulers see them after the commit.</summary>
    /// <param name="transaction">An open transaction on the database of the container. It is neither committed nor rolled back here.</param>
    /// <param name="tasks">The tasks; ids differ from each other.</param>
    /// <param name="cancellationToken">Gives up; roll the transaction back then.</param>
    /// <exception cref="DuplicateTaskException">An id exists already, or an unfinished task has one of the unique keys. Roll the transaction back.</exception>
    /// <exception cref="ArgumentException">The transaction is over, or is one of another kind of database.</exception>
    ValueTask AddInTransactionAsync(DbTransaction transaction, ReadOnlyMemory<NewTask<TTask>> tasks, CancellationToken cancellationToken);
}
