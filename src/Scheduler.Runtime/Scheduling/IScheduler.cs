using GeneratedScheduler.Scheduling;

namespace GeneratedScheduler;

/// <summary>A scheduler of any kind of task, as hosts and health checks see it.</summary>
/// <remarks>
/// Dispose with <c>await using</c> or by the host where that is possible. <see cref="IDisposable.Dispose"/> does the same and blocks its thread
/// meanwhile; it is there for owners that cannot await, such as <c>ServiceProvider.Dispose()</c> in tests and desktop programs.
/// </remarks>
public interface IScheduler : IAsyncDisposable, IDisposable
{
    /// <summary>The name of the kind of task.</summary>
    string Name { get; }

    /// <summary>Under which id it claims: that of its host, or its own if it has none.</summary>
    ClaimantId Claimant { get; }

    /// <summary>Starts the loops; does nothing if they run already.</summary>
    void Start();

    /// <summary>Claims nothing more until <see cref="Resume"/>; running tasks go on. Harmless when paused already.</summary>
    void Pause();

    /// <summary>Claims again. Harmless when not paused.</summary>
    void Resume();

    /// <summary>What the scheduler is doing and what ails it.</summary>
    SchedulerStatus GetStatus();

    /// <summary>Adds one task whose payload comes as JSON, for callers that do not know its type, such as a web page or a command line.</summary>
    /// <param name="json">
    /// One JSON object in UTF-8, keyed by the names of the payload's members. Unknown members are ignored, a missing member takes its default.
    /// </param>
    /// <param name="options">Delay, priority, unique key and so on; <see langword="null"/> for nothing special.</param>
    /// <param name="cancellationToken">Gives up adding; nothing was added then.</param>
    /// <returns>The task. When this completes, the task is stored.</returns>
    /// <remarks>
    /// The payload is read by the codec that is emitted for the kind of task. From there on this is an enqueue like any other one: middleware and the
    /// initialisation of the actuator see a payload of its type.
    /// </remarks>
    /// <exception cref="NotSupportedException">No codec is emitted for the kind of task; the message says how to get one.</exception>
    /// <exception cref="InvalidTaskException">
    /// The text is not JSON, a member without a default is missing, or a value does not fit its member; the exception names the task and the member. Or an option
    /// cannot be accepted.
    /// </exception>
    /// <exception cref="TaskRejectedException">The actuator refuses the payload.</exception>
    /// <exception cref="DuplicateTaskException">The id or the unique key is taken.</exception>
    /// <exception cref="TaskQueueFullException">A bounded container had no room in time.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler is closed.</exception>
    ValueTask<TaskId> EnqueueJsonAsync(ReadOnlyMemory<byte> json, EnqueueOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Its tasks for views; <see langword="null"/> for a substitute without an engine.</summary>
    internal IViewedKind? Viewed => null;

    /// <summary>
    /// Stops claiming, lets running tasks finish for <see cref="SchedulerOptions.ShutdownTimeout"/>, then cancels them and gives
    /// them back. Nothing is left in Running. Closing twice is harmless.
    /// </summary>
    /// <param name="cancellationToken">Cancels running tasks at once instead of after the time.</param>
    Task CloseAsync(CancellationToken cancellationToken = default);
}

/// <summary>What a scheduler is doing and what ails it.</summary>
/// <param name="state">Whether it works.</param>
/// <param name="running">How many slots are taken.</param>
/// <param name="overdue">Of these, how many are held by code that was told to end and has not.</param>
/// <param name="droppedFinishedTasks">How many finished tasks the stream has dropped because nobody read them in time.</param>
/// <param name="problems">What fails at present, one line for each loop that has a problem.</param>
/// <param name="isStoreUnavailable">Whether one of the problems is that the store cannot be used; <see langword="false"/> by default.</param>
public sealed class SchedulerStatus(
    SchedulerState state,
    int running,
    int overdue,
    long droppedFinishedTasks,
    IReadOnlyList<string> problems,
    bool isStoreUnavailable = false)
{
    /// <summary>Whether it works.</summary>
    public SchedulerState State => state;

    /// <summary>How many slots are taken.</summary>
    public int Running => running;

    /// <summary>Of these, how many are held by code that was told to end and has not.</summary>
    public int Overdue => overdue;

    /// <summary>How many finished tasks the stream has dropped because nobody read them in time.</summary>
    public long DroppedFinishedTasks => droppedFinishedTasks;

    /// <summary>What fails at present, one line for each loop that has a problem.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Whether one of the problems is that the database of the tasks cannot be used at present (<see cref="StoreUnavailableException"/>).</summary>
    public bool IsStoreUnavailable => isStoreUnavailable;
}

/// <summary>Whether a scheduler works.</summary>
public enum SchedulerState
{
    /// <summary>Made, but not started.</summary>
    Created = 0,

    /// <summary>Started.</summary>
    Started = 1,

    /// <summary>Started, and claims nothing.</summary>
    Paused = 2,

    /// <summary>Closed, or about to be.</summary>
    Closed = 3,
}
