namespace GeneratedScheduler.Testing;

/// <summary>Collects what happens, so that a test can wait for it instead of sleeping.</summary>
/// <typeparam name="T">What is told with each signal.</typeparam>
/// <remarks>
/// Waiting has a generous timeout in real time, only so that a broken test ends; it then throws
/// <see cref="SignalTimeoutException"/>, which says what was waited for and what came. Safe for concurrent use.
/// </remarks>
public sealed class AsyncSignal<T>
{
    private readonly Lock _lock = new();
    private readonly List<T> _seen = [];
    private TaskCompletionSource _changed = NewSource();

    /// <summary>Names the signal for the exception.</summary>
    public AsyncSignal(string name) => Name = name;

    /// <summary>What the signal means, such as <c>task started</c>.</summary>
    public string Name { get; }

    /// <summary>How long waiting may take; 30 seconds of real time by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Everything that came so far, in its order.</summary>
    public IReadOnlyList<T> Seen
    {
        get
        {
            lock (_lock)
            {
                return [.. _seen];
            }
        }
    }

    /// <summary>Tells that it happened.</summary>
    public void Set(T value)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _seen.Add(value);
            changed = _changed;
            _changed = NewSource();
        }

        changed.SetResult();
    }

    /// <summary>Waits until a value came that fits, now or earlier, and answers the first of them.</summary>
    /// <exception cref="SignalTimeoutException">It did not come in time.</exception>
    public async Task<T> WaitForAsync(Func<T, bool> fits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fits);
        IReadOnlyList<T> found = await WaitAsync(
            seen => seen.FirstOrDefaultIndex(fits) is { } index ? [seen[index]] : null, "a value that fits", cancellationToken).ConfigureAwait(false);
        return found[0];
    }

    /// <summary>Waits until at least <paramref name="count"/> values came, and answers all that came.</summary>
    /// <exception cref="SignalTimeoutException">They did not come in time.</exception>
    public Task<IReadOnlyList<T>> WaitForCountAsync(int count, CancellationToken cancellationToken = default) =>
        WaitAsync(seen => seen.Count >= count ? [.. seen] : null, $"{count} values", cancellationToken);

    private async Task<IReadOnlyList<T>> WaitAsync(
        Func<List<T>, IReadOnlyList<T>?> find, string wanted, CancellationToken cancellationToken)
    {
        using CancellationTokenSource time = new(Timeout, TimeProvider.System);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (find(_seen) is { } found)
                {
                    return found;
                }

                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(both.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new SignalTimeoutException(Name, wanted, Timeout, [.. Seen.Select(s => s?.ToString() ?? "null")]);
            }
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>A signal that tells nothing but that it came.</summary>
public sealed class AsyncSignal
{
    private readonly AsyncSignal<bool> _signal;

    /// <summary>Names the signal for the exception.</summary>
    public AsyncSignal(string name) => _signal = new AsyncSignal<bool>(name);

    /// <summary>How many times it came.</summary>
    public int Count => _signal.Seen.Count;

    /// <summary>Tells that it happened.</summary>
    public void Set() => _signal.Set(true);

    /// <summary>Waits until it came at least <paramref name="times"/> times.</summary>
    /// <exception cref="SignalTimeoutException">It did not come within 30 seconds.</exception>
    public Task WaitAsync(int times = 1, CancellationToken cancellationToken = default) =>
        _signal.WaitForCountAsync(times, cancellationToken);
}

/// <summary>Lists, searched.</summary>
internal static class ListSearch
{
    public static int? FirstOrDefaultIndex<T>(this List<T> list, Func<T, bool> fits)
    {
        int index = list.FindIndex(value => fits(value));
        return index < 0 ? null : index;
    }
}
