using GeneratedScheduler.Scheduling;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Views;

/// <summary>What a search comes down to: the kinds, and the states in the order in which they are listed.</summary>
internal sealed class SearchPlan
{
    private static readonly TaskState[] EveryState = [.. Enum.GetValues<TaskState>().Where(static state => state != TaskState.Deleted)];

    private readonly TaskCommand? _command;
    private readonly bool _newestFirst;

    /// <param name="search">The search.</param>
    /// <param name="known">All kinds of the view.</param>
    /// <param name="command">The command that the tasks are looked for; <see langword="null"/> for none.</param>
    /// <exception cref="ArgumentException">The search cannot be made; the message says what to write instead.</exception>
    public SearchPlan(TaskSearch search, IReadOnlyList<IViewedKind> known, TaskCommand? command)
    {
        ArgumentNullException.ThrowIfNull(search);
        if (search.PageSize is < 1 or > TaskQuery.LargestPage)
        {
            throw new ArgumentOutOfRangeException(
                nameof(search), search.PageSize, $"PageSize must be from 1 to {TaskQuery.LargestPage}; read further pages with the cursor.");
        }

        (_command, _newestFirst, PageSize, Filter) = (command, search.NewestFirst, search.PageSize, search.Filter);
        Kinds = search.Kinds.Count == 0 ? known : [.. search.Kinds.Distinct(StringComparer.Ordinal).Select(name => Find(known, name))];
        States = StatesOf(search);
    }

    public IReadOnlyList<IViewedKind> Kinds { get; }

    public IReadOnlyList<TaskState> States { get; }

    public TaskFilter Filter { get; }

    public int PageSize { get; }

    /// <exception cref="ArgumentException">There is no such kind.</exception>
    public static IViewedKind Find(IReadOnlyList<IViewedKind> known, string name) =>
        known.FirstOrDefault(kind => kind.Name == name)
        ?? throw new ArgumentException($"'{name}' is not a kind of task that this process knows; it knows {string.Join(", ", known.Select(static kind => kind.Name))}.", nameof(name));

    /// <summary>Whether the list of a state is read from its end.</summary>
    /// <remarks>
    /// A command reads lists towards their older end, so that it never meets what came into the list after it began: a restarted task that fails again, for instance. Claimed tasks
    /// are in the order of the ends of their leases, which renewals move to the later end: read from the other one, none can be missed.
    /// </remarks>
    public bool NewestFirst(TaskState state) => _command is null ? _newestFirst : !TaskStateMachine.IsClaimed(state);

    private TaskState[] StatesOf(TaskSearch search)
    {
        if (search.States.Any(static state => state is < TaskState.Unstarted or >= TaskState.Deleted))
        {
            throw new ArgumentException("No task in a store is Deleted; ask for states from Unstarted to Stopped.", nameof(search));
        }

        TaskState[] asked = search.States.Count == 0 ? EveryState : [.. search.States.Distinct().Order()];
        TaskState[] states =
        [
            .. asked.Where(state => !Filter.HasEnd || TaskStateMachine.IsFinished(state))
                .Where(state => Filter.Claimant is null || TaskStateMachine.IsClaimed(state)),
        ];
        if (_command is { } command)
        {
            TaskState[] allowed = [.. EveryState.Where(state => TaskStateMachine.TryMove(state, command, out _))];
            states = [.. states.Intersect(allowed)];
            if (!asked.Intersect(allowed).Any())
            {
                throw new ArgumentException(
                    $"{command} is for tasks that are {string.Join(", ", allowed)}, and none of these states is searched.", nameof(search));
            }
        }
        else if (_newestFirst)
        {
            Array.Reverse(states);
        }

        return states;
    }
}
