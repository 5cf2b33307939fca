using System.Collections.Immutable;

namespace GeneratedScheduler;

/// <summary>One allowed move of a task: in <paramref name="From"/>, <paramref name="Event"/> leads to <paramref name="To"/>.</summary>
/// <param name="From">The state before.</param>
/// <param name="Event">What happens.</param>
/// <param name="To">The state after.</param>
internal readonly record struct TaskMove(TaskState From, TaskEvent Event, TaskState To);

/// <summary>
/// The life of a task, as data. Every container asks this table; none has rules of its own.
/// <c>docs/state-machine.md</c> is printed from it.
/// </summary>
public static class TaskStateMachine
{
    /// <summary>Every allowed move.</summary>
    internal static ImmutableArray<TaskMove> Moves { get; } =
    [
        new(TaskState.Unstarted, TaskEvent.Start, TaskState.Waiting),
        new(TaskState.Unstarted, TaskEvent.Delete, TaskState.Deleted),

        new(TaskState.Waiting, TaskEvent.Claim, TaskState.Running),
        new(TaskState.Waiting, TaskEvent.Stop, TaskState.Stopped),

        new(TaskState.Running, TaskEvent.Report, TaskState.Running),
        new(TaskState.Running, TaskEvent.Export, TaskState.Exporting),
        new(TaskState.Running, TaskEvent.Succeed, TaskState.Succeeded),
        new(TaskState.Running, TaskEvent.Fail, TaskState.Failed),
        new(TaskState.Running, TaskEvent.Retry, TaskState.Waiting),
        new(TaskState.Running, TaskEvent.Defer, TaskState.Waiting),
        new(TaskState.Running, TaskEvent.Release, TaskState.Waiting),
        new(TaskState.Running, TaskEvent.Rescue, TaskState.Waiting),
        new(TaskState.Running, TaskEvent.Stop, TaskState.Stopped),

        new(TaskState.Exporting, TaskEvent.Report, TaskState.Exporting),
        new(TaskState.Exporting, TaskEvent.Succeed, TaskState.Succeeded),
        new(TaskState.Exporting, TaskEvent.Fail, TaskState.Failed),
        new(TaskState.Exporting, TaskEvent.Retry, TaskState.Waiting),
        new(TaskState.Exporting, TaskEvent.Release, TaskState.Waiting),
        new(TaskState.Exporting, TaskEvent.Rescue, TaskState.Waiting),
        new(TaskState.Exporting, TaskEvent.Stop, TaskState.Stopped),

        new(TaskState.Succeeded, TaskEvent.Restart, TaskState.Waiting),
        new(TaskState.Failed, TaskEvent.Restart, TaskState.Waiting),
        new(TaskState.Stopped, TaskEvent.Restart, TaskState.Waiting),
        new(TaskState.Succeeded, TaskEvent.Delete, TaskState.Deleted),
        new(TaskState.Failed, TaskEvent.Delete, TaskState.Deleted),
        new(TaskState.Stopped, TaskEvent.Delete, TaskState.Deleted),
    ];

    // Below Moves, because static fields are initialised in the order in which they are written.
    private static readonly sbyte[] NextStates = BuildNext();

    /// <summary>Whether <paramref name="state"/> is an end: Succeeded, Failed or Stopped.</summary>
    public static bool IsFinished(TaskState state) => state is TaskState.Succeeded or TaskState.Failed or TaskState.Stopped;

    /// <summary>Whether a scheduler holds a lease on a task in <paramref name="state"/>: Running or Exporting.</summary>
    public static bool IsClaimed(TaskState state) => state is TaskState.Running or TaskState.Exporting;

    /// <summary>The state that follows, if the move is allowed.</summary>
    public static bool TryMove(TaskState from, TaskEvent happening, out TaskState to)
    {
        sbyte next = NextStates[(int)from * EventCount + (int)happening];
        to = (TaskState)next;
        return next >= 0;
    }

    /// <summary>The state that follows the command, if it is allowed; the stop of a claimed task takes effect when its run ends.</summary>
    public static bool TryMove(TaskState from, TaskCommand command, out TaskState to) => TryMove(from, EventOf(command), out to);

    /// <summary>What happens to a task when the command is carried out.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="command"/> is not a member of <see cref="TaskCommand"/>.</exception>
    private static TaskEvent EventOf(TaskCommand command) => command switch
    {
        TaskCommand.Start => TaskEvent.Start,
        TaskCommand.Stop => TaskEvent.Stop,
        TaskCommand.Restart => TaskEvent.Restart,
        TaskCommand.Delete => TaskEvent.Delete,
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, $"{command} is not a command. Write Start, Stop, Restart or Delete."),
    };

    private const int EventCount = (int)TaskEvent.Delete + 1;
    private const int StateCount = (int)TaskState.Deleted + 1;

    private static sbyte[] BuildNext()
    {
        sbyte[] next = new sbyte[StateCount * EventCount];
        Array.Fill(next, (sbyte)-1);
        foreach (TaskMove move in Moves)
        {
            next[(int)move.From * EventCount + (int)move.Event] = (sbyte)move.To;
        }

        return next;
    }
}
