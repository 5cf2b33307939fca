namespace GeneratedScheduler.Storage;

/// <summary>Tasks in memory, ordered by priority: higher first, and among equals in the order in which they became due.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns.</typeparam>
/// <remarks>
/// A stream of tasks of high priority can hold up those of a lower one for as long as it lasts. Safe for concurrent use; gone
/// with the process.
/// </remarks>
public sealed class OrderedTaskContainer<TTask, TResult> : MemoryTaskContainer<TTask, TResult>
{
    /// <summary>Makes an empty container.</summary>
    /// <param name="options">How it works; the defaults if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">There is no clock.</exception>
    public OrderedTaskContainer(OrderedContainerOptions? options = null)
        : this(MemoryOptions.From(options ?? new OrderedContainerOptions()))
    {
    }

    private OrderedTaskContainer(MemoryOptions options) : base(new PriorityOrder(), options)
    {
    }
}
