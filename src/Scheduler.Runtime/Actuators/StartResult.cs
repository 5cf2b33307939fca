namespace GeneratedScheduler.Actuators;

/// <summary>The answers to "start this task" and "find its work again".</summary>
public enum StartKind
{
    /// <summary>The work is done.</summary>
    Completed = 0,

    /// <summary>The work runs elsewhere.</summary>
    Started = 1,

    /// <summary>The work cannot run now and is to be tried again; the attempt does not count.</summary>
    Deferred = 2,

    /// <summary>The work has been begun and has ended already.</summary>
    Ended = 3,

    /// <summary>The work does not exist (only of <see cref="ITaskActuator{TTask, TResult}.ReattachAsync"/>).</summary>
    NotFound = 4,

    /// <summary>Whether the work was begun, and how it is doing, cannot be told at present.</summary>
    Unknown = 5,
}

/// <summary>What an actuator answers when it is asked to start a task.</summary>
/// <typeparam name="TResult">What the task returns.</typeparam>
public readonly struct StartResult<TResult>
{
    // Few answers have it, and all are copied on the way of each task.
    private readonly EndedStatus? _ended;

    private StartResult(StartKind kind, EndedStatus? ended = null) => (Kind, _ended) = (kind, ended);

    /// <summary>Which answer this is.</summary>
    public StartKind Kind { get; }

    /// <summary>What the work returned (Completed).</summary>
    public TResult? Result { get; private init; }

    /// <summary>Where the work runs (Started); stored, so that another scheduler can find it. May be <see langword="null"/>.</summary>
    public string? Handle { get; private init; }

    /// <summary>How long to wait before it is tried again (Deferred).</summary>
    public TimeSpan Delay { get; private init; }

    /// <summary>How the work ended (Ended).</summary>
    public TaskRunStatus Status => _ended?.Status ?? default;

    /// <summary>The work does not exist. Only for <see cref="ITaskActuator{TTask, TResult}.ReattachAsync"/>; out of a start it fails the attempt.</summary>
    public static StartResult<TResult> NotFound { get; } = new(StartKind.NotFound);

    /// <summary>
    /// Whether the work was begun, and how it is doing, cannot be told at present. Out of a start only with a planned handle; without one nothing could be
    /// found later, and the attempt fails.
    /// </summary>
    public static StartResult<TResult> Unknown { get; } = new(StartKind.Unknown);

    /// <summary>The work is done.</summary>
    public static StartResult<TResult> Completed(TResult result) => new(StartKind.Completed) { Result = result };

    /// <summary>The work runs elsewhere.</summary>
    /// <param name="handle">What finds it again; <see langword="null"/> if nothing can.</param>
    public static StartResult<TResult> Started(string? handle = null) => new(StartKind.Started) { Handle = handle };

    /// <summary>The work has been begun and has ended already.</summary>
    /// <param name="status">How; the output of work that succeeded is fetched.</param>
    public static StartResult<TResult> Ended(TaskRunStatus status) => new(StartKind.Ended, new EndedStatus(status));

    /// <summary>The work cannot run now.</summary>
    /// <param name="delay">How long to wait; zero or more.</param>
    public static StartResult<TResult> Deferred(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return new(StartKind.Deferred) { Delay = delay };
    }
}

/// <summary>A status that few answers carry.</summary>
internal sealed record EndedStatus(TaskRunStatus Status);
