using GeneratedScheduler.Scheduling;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Views;

/// <summary>The kinds that could not be asked during one call of a view. Not for concurrent use.</summary>
internal sealed class KindFailures(CancellationToken cancellationToken)
{
    private readonly Dictionary<ITaskStore, StoreUnavailableException> _outages = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, Exception> _all = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Exception> All => _all;

    /// <summary>Whether the store of a kind can check a filter; if not, that is the failure of the kind.</summary>
    public bool Serves(IViewedKind kind, in TaskFilter filter)
    {
        string[] unsupported = [.. filter.Conditions.Intersect(kind.Store.UnsupportedFilters, StringComparer.Ordinal)];
        if (unsupported.Length > 0)
        {
            _all[kind.Name] = new NotSupportedException(
                $"{kind.Store.Name} cannot filter by {string.Join(", ", unsupported)}; leave {(unsupported.Length == 1 ? "it" : "them")} out, or leave {kind.Name} out of the search.");
        }

        return unsupported.Length == 0;
    }

    /// <summary>What failed for one kind is the failure of others too.</summary>
    public void Share(IViewedKind failed, IEnumerable<IViewedKind> others)
    {
        foreach (IViewedKind other in others)
        {
            _all[other.Name] = _all[failed.Name];
        }
    }

    /// <summary>One kind has answered for others, whose failures do not matter then.</summary>
    public void Forgive(IEnumerable<IViewedKind> kinds)
    {
        foreach (IViewedKind kind in kinds)
        {
            _all.Remove(kind.Name);
        }
    }

    /// <summary>Asks one kind. A store that cannot be used is asked once, so that a hundred kinds do not wait for their timeouts one after the other.</summary>
    /// <returns>The answer, or <paramref name="otherwise"/> if the kind could not be asked.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    /// <exception cref="ArgumentException">The question is wrong, for instance its cursor; that is not a failure of the kind.</exception>
    public async ValueTask<T> TryAsync<T>(IViewedKind kind, Func<IViewedKind, CancellationToken, ValueTask<T>> ask, T otherwise)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_outages.TryGetValue(kind.Store, out StoreUnavailableException? outage))
        {
            _all[kind.Name] = outage;
            return otherwise;
        }

        try
        {
            return await ask(kind, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not ArgumentException && (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested))
        {
            if (exception is StoreUnavailableException unavailable)
            {
                _outages[kind.Store] = unavailable;
            }

            _all[kind.Name] = exception;
            return otherwise;
        }
    }
}
