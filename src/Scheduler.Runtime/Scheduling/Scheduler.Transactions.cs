using System.Data.Common;

namespace GeneratedScheduler;

public partial class Scheduler<TTask, TResult>
{
    /// <summary>Adds one task as a part of the application's own transaction: the task exists exactly if the transaction commits.</summary>
    /// <param name="transaction">An open transaction on the database in which the tasks are kept. It is neither committed nor rolled back here.</param>
    /// <param name="task">The payload.</param>
    /// <param name="options">Delay, priority, unique key and so on; <see langword="null"/> for nothing special.</param>
    /// <param name="cancellationToken">Gives up adding; roll the transaction back then.</param>
    /// <returns>The task and its result to come. Await its completion after the commit only: before, no scheduler sees the task.</returns>
    /// <remarks>
    /// After an exception the transaction may be unable to go on; roll it back. A unique key that is taken throws, whatever
    /// <see cref="EnqueueOptions.OnConflict"/> says.
    /// </remarks>
    /// <exception cref="NotSupportedException">The container cannot take part in a transaction, because it is in no SQL database.</exception>
    /// <exception cref="ArgumentException">The transaction is over, or is one of another kind of database.</exception>
    /// <exception cref="InvalidTaskException">An option cannot be accepted, or a value cannot be stored.</exception>
    /// <exception cref="TaskRejectedException">The actuator refuses the payload.</exception>
    /// <exception cref="DuplicateTaskException">The id or the unique key is taken.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler is closed.</exception>
    public virtual ValueTask<TaskHandle<TResult>> EnqueueAsync(
        DbTransaction transaction,
        TTask task,
        EnqueueOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        Engine.ThrowIfClosed(this);
        return Engine.Adder.AddAsync(transaction, task, options ?? EnqueueOptions.Default, cancellationToken);
    }
}
