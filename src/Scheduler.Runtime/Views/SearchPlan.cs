using GeneratedScheduler.Scheduling;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Views;

/// <summary>What a search comes down to: the kinds, and the states in the order in which they are listed.</summary>
internal sealed class SearchPlan
{
    private static readonly TaskState[] EveryState = [.. Enum.GetValues<TaskState>().Where(static state => state != TaskState.Deleted)];

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

        (Command, _newestFirst, PageSize, Filter) = (command, search.NewestFirst, search.PageSize, search.Filter);

        // In an order of their own, so that a cursor goes on in another process too.
        IEnumerable<IViewedKind> asked = search.Kinds.Count == 0 ? known : search.Kinds.Distinct(StringComparer.Ordinal).Select(name => Find(known, name));
        Kinds = [.. asked.OrderBy(static kind => kind.Name, StringComparer.Ordinal)];
        States = StatesOf(search);
        Fingerprint = FingerprintOf();
    }

    /// <summary>The command that the tasks are looked for; <see langword="null"/> for none.</summary>
    public TaskCommand? Command { get; }

    /// <summary>The kinds, by name.</summary>
    public IReadOnlyList<IViewedKind> Kinds { get; }

    /// <summary>Tells searches apart whose cursors are not each other's.</summary>
    public string Fingerprint { get; }

    public IReadOnlyList<TaskState> States { get; }

    public TaskFilter Filter { get; }

    public int PageSize { get; }

    /// <exception cref="ArgumentException">There is no such kind.</exception>
    public static IViewedKind Find(IReadOnlyList<IViewedKind> known, string name) =>
        known.FirstOrDefault(kind => kind.Name == name)
        ?? throw new ArgumentException($"'{name}' is not a kind of task that this process knows; it knows {string.Join(", ", known.Select(static kind => kind.Name))}.", nameof(name));

    /// <summary>Whether the list of a state is read from its end.</summary>
    /// <remarks>
    /// A command reads lists that only grow at their end (finished and unstarted tasks) towards the older end, so that it never meets what came in after it began, such as a restarted task
    /// that fails again. In the other lists tasks move towards the later end, when they become due or their leases are renewed: read in their order none is missed, and
    /// <see cref="IsBounded"/> sees to it that the walk ends.
    /// </remarks>
    public bool NewestFirst(TaskState state) => Command is null ? _newestFirst : !IsBounded(state);

    /// <summary>Whether the walk of a command through a state is limited to tasks that were added before it came there.</summary>
    public bool IsBounded(TaskState state) => Command is not null && state is (TaskState.Waiting or TaskState.Running or TaskState.Exporting);

    private string FingerprintOf()
    {
        // FNV-1a; the same in every process.
        ulong hash = 14695981039346656037;
        foreach (char character in string.Join('\n', [.. Kinds.Select(static kind => kind.Name), .. States.Select(static state => state.ToString()), $"{Command} {_newestFirst}"]))
        {
            hash = (hash ^ character) * 1099511628211;
        }

        return hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }

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
        if (Command is { } command)
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
