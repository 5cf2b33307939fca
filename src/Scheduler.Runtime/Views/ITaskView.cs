using GeneratedScheduler.Views;

namespace GeneratedScheduler;

/// <summary>
/// The tasks of all kinds that this process knows, wherever they are kept and whoever runs them: for people, who look at them in a web page or a command
/// line, and for programs that do not know their types.
/// </summary>
/// <remarks>
/// <para>
/// A host has one among its services; without a host, <see cref="Of"/> makes one. Every member is safe for concurrent use. Members fail only for what was asked: a kind of
/// task whose store cannot be used is reported for itself (<c>Failures</c>), and the others are shown.
/// </para>
/// <para>Nothing is cached: every call asks the stores.</para>
/// </remarks>
public interface ITaskView
{
    /// <summary>The names of the kinds of tasks, in the order in which they were registered.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>Reads one page of the tasks that a search finds.</summary>
    /// <param name="search">Which tasks, in which order, and where the page begins.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <remarks>
    /// States come one after the other, in the order of a task's life, or against it with <see cref="TaskSearch.NewestFirst"/>. Finished tasks of all kinds are in one list by the
    /// time of their end; in other states, kind follows kind, each in the order of <see cref="Scheduler{TTask, TResult}.ListAsync"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">The search names a kind that is not among <see cref="Kinds"/>, or its cursor belongs to another search.</exception>
    ValueTask<TaskRowPage> ListAsync(TaskSearch search, CancellationToken cancellationToken = default);

    /// <summary>Reads one task with its payload and its result; <see langword="null"/> if it is not there.</summary>
    /// <param name="kind">The name of the kind of task.</param>
    /// <param name="id">The task.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">The kind is not among <see cref="Kinds"/>.</exception>
    ValueTask<TaskRow?> GetAsync(string kind, TaskId id, CancellationToken cancellationToken = default);

    /// <summary>How many tasks of each kind are in each state, and how long the first in line has waited. No list of tasks is walked for it.</summary>
    /// <returns>One entry for each of <see cref="Kinds"/>, in their order.</returns>
    ValueTask<IReadOnlyList<TaskKindCounts>> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>How many tasks a search finds: what a command on them would change, for instance.</summary>
    /// <param name="search">Which tasks; its page and its cursor do not count.</param>
    /// <param name="command">Counts only tasks whose state allows the command; <see langword="null"/> for all.</param>
    /// <param name="limit">The most tasks to count one by one, so that the call ends soon; 10,000 by default. A search without a filter is not limited.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">The search names a kind that is not among <see cref="Kinds"/>, or states of which none allows the command.</exception>
    ValueTask<TaskMatches> CountAsync(TaskSearch search, TaskCommand? command = null, int limit = 10_000, CancellationToken cancellationToken = default);

    /// <summary>
    /// Starts, stops, restarts or deletes one page of the tasks that a search finds, and says where to go on. Call it again with <see cref="TaskCommandStep.NextCursor"/> in
    /// <see cref="TaskSearch.Cursor"/> until that is <see langword="null"/>; a cursor may be kept, and the command go on later or in another process.
    /// </summary>
    /// <param name="command">What to do. Only tasks whose state allows it are looked for.</param>
    /// <param name="search">Which tasks. Its <see cref="TaskSearch.NewestFirst"/> does not count: the order is one in which the command comes to an end, whatever is added meanwhile.</param>
    /// <param name="cancellationToken">Gives up; it is unknown then which tasks of the page were changed. Going on from the same cursor is harmless.</param>
    /// <exception cref="ArgumentException">As for <see cref="CountAsync(TaskSearch, TaskCommand?, int, CancellationToken)"/>, or the cursor belongs to another search.</exception>
    ValueTask<TaskCommandStep> ExecuteAsync(TaskCommand command, TaskSearch search, CancellationToken cancellationToken = default);

    /// <summary>Lists the processes that run tasks of the view's stores, on whichever machine.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Each process once, also if it uses several stores: with the kinds of tasks of all of them.</returns>
    /// <remarks>
    /// A process announces itself in a shared store every 15 seconds, and is listed for 45 seconds after the last time, or until it is closed. Of kinds whose store cannot keep
    /// announcements (memory), only this process is listed, if it runs them. Processes that only enqueue are not listed.
    /// </remarks>
    ValueTask<TaskProcessList> ListProcessesAsync(CancellationToken cancellationToken = default);

    /// <summary>Makes a view of the tasks of some schedulers, for programs without a host.</summary>
    /// <param name="schedulers">The schedulers; they need not be started. Their owners close them.</param>
    /// <exception cref="ArgumentException">Two of them have one name, or one is a substitute without tasks.</exception>
    static ITaskView Of(params IEnumerable<IScheduler> schedulers) => new TaskView(schedulers);
}
