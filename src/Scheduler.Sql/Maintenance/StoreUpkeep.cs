namespace GeneratedScheduler.Sql;

/// <summary>What a store does by itself now and then for everything that is kept in it, one after the other. A failure of one keeps none of the others.</summary>
internal sealed class StoreUpkeep(SqlContainerOptions options) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<IUpkeep> _all = [];
    private PeriodicWork? _work;
    private bool _isDisposed;

    /// <summary>From now on looks after something.</summary>
    public void Add(IUpkeep upkeep)
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _all.Add(upkeep);
                _work ??= new PeriodicWork(options.MaintenanceInterval, options.TimeProvider, RunOnceAsync);
            }
        }
    }

    /// <summary>Looks after something no longer. A round that is under way may still do so.</summary>
    public void Remove(IUpkeep upkeep)
    {
        lock (_lock)
        {
            _all.Remove(upkeep);
        }
    }

    public async ValueTask DisposeAsync()
    {
        PeriodicWork? work;
        lock (_lock)
        {
            (_isDisposed, work) = (true, _work);
            _all.Clear();
        }

        if (work is not null)
        {
            await work.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask RunOnceAsync(CancellationToken cancellationToken)
    {
        IUpkeep[] all;
        lock (_lock)
        {
            all = [.. _all];
        }

        foreach (IUpkeep upkeep in all)
        {
            try
            {
                await upkeep.RunOnceAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // The next round tries again; the loops of the scheduler report that the store is away.
            }
        }
    }
}

/// <summary>Something in a store that has to be looked after now and then.</summary>
internal interface IUpkeep
{
    ValueTask RunOnceAsync(CancellationToken cancellationToken);
}
