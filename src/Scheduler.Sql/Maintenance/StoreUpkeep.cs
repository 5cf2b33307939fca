namespace GeneratedScheduler.Sql;

/// <summary>What a store does by itself now and then for everything that is kept in it, one after the other. A failure of one does not affect the others.</summary>
internal sealed class StoreUpkeep(SqlDatabase database, SqlContainerOptions options) : IAsyncDisposable
{
    // What is kept for days is not looked at every ten seconds: most rounds would find nothing.
    private const int RoundsBetweenAges = 6;

    private readonly Lock _lock = new();
    private readonly List<IUpkeep> _all = [];
    private PeriodicWork? _work;
    private int _round;
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

        // A store that is away ends the round, which the next one repeats: a hundred kinds are not to wait for their timeouts one after the other.
        foreach (IUpkeep upkeep in all)
        {
            await GuardAsync(() => upkeep.RunOnceAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        if (_round++ % RoundsBetweenAges == 0)
        {
            await RemoveAgedAsync([.. all.SelectMany(static upkeep => upkeep.AgeLooks())], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Looks for tasks that are too old: one question for all kinds, since most of the time there are none.</summary>
    private async ValueTask RemoveAgedAsync(AgeLook[] looks, CancellationToken cancellationToken)
    {
        RowList<DateTimeOffset> clock = new(static row => row.GetTimestamp(0));
        bool isAnswered = looks.Length > 0 && await GuardAsync(
            () => database.ReadAsync(looks.Select(static look => look.Ask()).Prepend(AgeLook.AskClock(looks[0], clock)).ToArray(), cancellationToken),
            cancellationToken).ConfigureAwait(false);
        if (isAnswered)
        {
            foreach (AgeLook look in looks)
            {
                await GuardAsync(() => look.ActAsync(clock.Items[0], cancellationToken), cancellationToken).ConfigureAwait(false);
            }
        }
        else if (looks.Length > 1)
        {
            // One of the tables, perhaps.
            foreach (AgeLook look in looks)
            {
                await RemoveAgedAsync([look], cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // A failure that is about one kind; the next round tries again.
    private static async ValueTask<bool> GuardAsync(Func<ValueTask> work, CancellationToken cancellationToken)
    {
        try
        {
            await work().ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is not StoreUnavailableException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}

/// <summary>Something in a store that has to be looked after now and then.</summary>
internal interface IUpkeep
{
    /// <summary>One round.</summary>
    ValueTask RunOnceAsync(CancellationToken cancellationToken);

    /// <summary>What is asked from time to time about the age of what is kept; nothing by default.</summary>
    IEnumerable<AgeLook> AgeLooks() => [];
}
