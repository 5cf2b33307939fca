namespace GeneratedScheduler;

/// <summary>One call that enqueues tasks, as middleware sees it. For use by one call at a time.</summary>
public abstract class EnqueueContext
{
    private Dictionary<string, object?>? _items;
    private EnqueueOptions _options;

    private protected EnqueueContext(string name, EnqueueOptions options, CancellationToken cancellationToken) =>
        (Name, _options, CancellationToken) = (name, options, cancellationToken);

    /// <summary>The name of the kind of task.</summary>
    public string Name { get; }

    /// <summary>How many tasks are enqueued.</summary>
    public abstract int Count { get; }

    /// <summary>The options of all of them; may be replaced before the tasks are added, and is checked then.</summary>
    public EnqueueOptions Options
    {
        get => _options;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _options = value;
        }
    }

    /// <summary>The tasks, once they are added; empty before that. Of a duplicate, the task that is there already.</summary>
    public IReadOnlyList<TaskId> Ids { get; internal set; } = [];

    /// <summary>What middleware tells other middleware of the same call; not stored.</summary>
    public IDictionary<string, object?> Items => _items ??= new(StringComparer.Ordinal);

    /// <summary>The caller gives up.</summary>
    public CancellationToken CancellationToken { get; }
}

/// <summary>One call that enqueues tasks of one kind.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
public sealed class EnqueueContext<TTask> : EnqueueContext
{
    internal EnqueueContext(string name, TTask[] payloads, EnqueueOptions options, CancellationToken cancellationToken)
        : base(name, options, cancellationToken) => Payloads = payloads;

    /// <summary>The payloads; each may be replaced before the tasks are added, their number stays.</summary>
    public IList<TTask> Payloads { get; }

    /// <inheritdoc/>
    public override int Count => Payloads.Count;
}
