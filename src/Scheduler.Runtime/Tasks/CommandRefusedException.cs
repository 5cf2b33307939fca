using System.Globalization;

namespace GeneratedScheduler;

/// <summary>A command could not be followed because of the states of tasks. The <c>Try…</c> form of each command answers instead of throwing.</summary>
public sealed class CommandRefusedException : SchedulerException
{
    /// <summary>Names the tasks, their states, and the states that the command needs.</summary>
    /// <param name="taskName">The kind of task.</param>
    /// <param name="command">The command.</param>
    /// <param name="refused">What was refused; at least one.</param>
    public CommandRefusedException(string taskName, TaskCommand command, IReadOnlyList<CommandResult> refused)
        : base(Describe(taskName, command, refused))
    {
        TaskName = taskName;
        Command = command;
        Refused = refused;
    }

    /// <summary>The kind of task.</summary>
    public string TaskName { get; }

    /// <summary>The command.</summary>
    public TaskCommand Command { get; }

    /// <summary>The tasks that were left as they are, each with its state. All others of the call were changed.</summary>
    public IReadOnlyList<CommandResult> Refused { get; }

    /// <summary>
    /// Whether a result means that the command was not followed and that what it asks for is not so already: a task that has ended or is not there needs
    /// no stop, and one that is not there needs no delete.
    /// </summary>
    internal static bool IsRefusal(TaskCommand command, CommandResult result) => result.Outcome switch
    {
        CommandOutcome.Done or CommandOutcome.Requested => false,
        CommandOutcome.NotFound => command is not (TaskCommand.Stop or TaskCommand.Delete),
        CommandOutcome.Refused => command != TaskCommand.Stop || !TaskStateMachine.IsFinished(result.State),
        _ => true,
    };

    private static string Describe(string taskName, TaskCommand command, IReadOnlyList<CommandResult> refused)
    {
        ArgumentNullException.ThrowIfNull(refused);
        ArgumentOutOfRangeException.ThrowIfZero(refused.Count, nameof(refused));
        CommandResult first = refused[0];
        string rest = refused.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" {refused.Count - 1} more of the call were refused; see {nameof(Refused)}.");
        string problem = first.Outcome switch
        {
            CommandOutcome.NotFound => "it is not in the container: it never was, it was deleted, or it finished and is no longer kept.",
            CommandOutcome.Conflict => "another unfinished task has its unique key. Wait for that task, or stop it.",
            _ => $"it is {first.State}. {Advice(command, first.State)}",
        };
        return $"{taskName}: {command} was refused for task {first.Id}: {problem}{rest}";
    }

    private static string Advice(TaskCommand command, TaskState state)
    {
        string needed = List(Enum.GetValues<TaskState>().Where(other => TaskStateMachine.TryMove(other, command, out _)).Select(static other => $"{other}"));
        string allowed = List(Enum.GetValues<TaskCommand>().Where(other => TaskStateMachine.TryMove(state, other, out _)).Select(static other => $"{other}Async"));
        return $"{command} is for tasks that are {needed}; for one that is {state} there is {allowed}.";
    }

    private static string List(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} or {all[^1]}";
    }
}
