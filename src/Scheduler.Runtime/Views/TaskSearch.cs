using GeneratedScheduler.Storage;

namespace GeneratedScheduler;

/// <summary>Asks a view for tasks: of which kinds, in which states, and under which conditions.</summary>
public sealed record TaskSearch
{
    /// <summary>The names of the kinds of tasks; all of them by default.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>The states; all of them by default. Where the filter needs a state (an end, a claimant), only those that can meet it count.</summary>
    public IReadOnlyList<TaskState> States { get; init; } = [];

    /// <summary>Which tasks; all by default.</summary>
    public TaskFilter Filter { get; init; }

    /// <summary>Turns the list around: the latest end of finished tasks comes first. <see langword="false"/> by default.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>The most tasks on a page; 1 to 1,000, 100 by default.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>Where the page before ended; <see langword="null"/> (the default) for the first page. Belongs to the kinds, the states and the order of its search.</summary>
    public string? Cursor { get; init; }
}
