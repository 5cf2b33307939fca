namespace GeneratedScheduler.Testing;

/// <summary>A task that code under test has enqueued, as an <see cref="EnqueueRecorder"/> saw it. Immutable.</summary>
public abstract class EnqueuedTask
{
    private protected EnqueuedTask(string name, TaskId id, EnqueueOptions options, bool isStarted) =>
        (Name, Id, Options, IsStarted) = (name, id, options, isStarted);

    /// <summary>The name of the kind of task.</summary>
    public string Name { get; }

    /// <summary>The task.</summary>
    public TaskId Id { get; }

    /// <summary>The options with which it was enqueued; all defaults if there were none.</summary>
    public EnqueueOptions Options { get; }

    /// <summary><see langword="false"/> if it was added by <c>CreateAsync</c>, which does not start the task.</summary>
    public bool IsStarted { get; }

    /// <summary>The payload, whatever its type.</summary>
    public abstract object UntypedPayload { get; }

    /// <summary>The task for people, such as <c>calculator.sum(a: 1, b: 2)</c>.</summary>
    public abstract override string ToString();
}

/// <summary>A task that code under test has enqueued, with its typed payload. Immutable.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
public sealed class EnqueuedTask<TTask> : EnqueuedTask
{
    private readonly Func<TTask, string> _describe;

    internal EnqueuedTask(string name, TaskId id, TTask payload, EnqueueOptions options, bool isStarted, Func<TTask, string> describe)
        : base(name, id, options, isStarted) => (Payload, _describe) = (payload, describe);

    /// <summary>What the task would work on.</summary>
    public TTask Payload { get; }

    /// <inheritdoc/>
    public override object UntypedPayload => Payload!;

    /// <inheritdoc/>
    public override string ToString() => _describe(Payload);
}
