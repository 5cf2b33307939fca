using System.Data.Common;

namespace GeneratedScheduler.Storage;

/// <summary>Prepares the container, and what keeps outputs, once, by whoever needs it first; a failure is the caller's, and the next caller tries again.</summary>
internal sealed class ContainerStart<TTask, TResult>(
    ITaskContainer<TTask, TResult> container, ITaskDataPersister<TTask, TResult>? persister = null)
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile bool _isDone;

    public bool IsDone => _isDone;

    public ValueTask EnsureAsync(CancellationToken cancellationToken) =>
        _isDone ? ValueTask.CompletedTask : InitializeAsync(null, null, cancellationToken);

    /// <summary>The same for a caller who has a transaction open, and must not wait for what it holds.</summary>
    public ValueTask EnsureAsync(ITransactionalTaskContainer<TTask> transactional, DbTransaction transaction, CancellationToken cancellationToken) =>
        _isDone ? ValueTask.CompletedTask : InitializeAsync(transactional, transaction, cancellationToken);

    private async ValueTask InitializeAsync(
        ITransactionalTaskContainer<TTask>? transactional, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_isDone)
            {
                if (transaction is null)
                {
                    await container.InitializeAsync(cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    await transactional!.InitializeAsync(transaction, cancellationToken).ConfigureAwait(false);
                }

                if (persister is not null)
                {
                    await persister.InitializeAsync(cancellationToken).ConfigureAwait(false);
                }

                _isDone = true;
            }
        }
        finally
        {
            _one.Release();
        }
    }
}
