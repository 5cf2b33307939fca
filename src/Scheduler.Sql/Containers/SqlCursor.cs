using System.Globalization;
using GeneratedScheduler.Storage;
using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql;

/// <summary>A place in a list of tasks: behind which task the next page begins.</summary>
/// <param name="State">The state that is listed.</param>
/// <param name="NewestFirst">Whether the list is read from its end.</param>
/// <param name="IsReady">Of a waiting task.</param>
/// <param name="Priority">Of a waiting task.</param>
/// <param name="Moment">The end of the lease of a claimed task, or the end of a finished one.</param>
/// <param name="Seq">The task's number.</param>
internal readonly record struct SqlCursor(TaskState State, bool NewestFirst, bool IsReady, int Priority, DateTimeOffset Moment, long Seq)
{
    /// <summary>The place before all tasks of a list.</summary>
    public static SqlCursor Start(in TaskQuery query) => query.NewestFirst
        ? new(query.State, true, IsReady: true, int.MinValue, ListMoments.Last, long.MaxValue)
        : new(query.State, false, IsReady: false, int.MaxValue, ListMoments.First, long.MinValue);

    /// <summary>The place of the task in a row of <see cref="ReadStatements.RecordColumns"/>.</summary>
    public static SqlCursor At(SqlRowReader row, in TaskQuery query)
    {
        string? moment = TaskStateMachine.IsClaimed(query.State) ? LeaseUntil : TaskStateMachine.IsFinished(query.State) ? FinishedAt : null;
        return new SqlCursor(
            query.State,
            query.NewestFirst,
            row.GetBoolean(Place(Ready)),
            row.GetInt32(Place(FrameworkColumns.Priority)),
            moment is null ? ListMoments.First : row.GetTimestamp(Place(moment)),
            row.GetInt64(Place(FrameworkColumns.Seq)));
    }

    /// <exception cref="ArgumentException">The cursor does not belong to this list.</exception>
    public static SqlCursor Parse(in TaskQuery query)
    {
        if (query.Cursor is null)
        {
            return Start(query);
        }

        string[] parts = query.Cursor.Split('.');
        if (parts.Length == 5
            && parts[0] == ListName(query.State, query.NewestFirst)
            && parts[1] is "0" or "1"
            && int.TryParse(parts[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int priority)
            && long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out long ticks) && ticks <= DateTimeOffset.MaxValue.Ticks
            && long.TryParse(parts[4], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seq))
        {
            return new SqlCursor(query.State, query.NewestFirst, parts[1] == "1", priority, new DateTimeOffset(ticks, TimeSpan.Zero), seq);
        }

        throw new ArgumentException(
            $"'{query.Cursor}' is not a cursor of a list of {query.State} tasks{(query.NewestFirst ? ", newest first" : "")}; "
            + "take NextCursor of the page before, or null for the first page.",
            nameof(query));
    }

    /// <summary>Whether this place comes later in the list than another one.</summary>
    public bool IsBehind(in SqlCursor other)
    {
        // Priorities fall where everything else rises.
        int order = State == TaskState.Waiting
            ? (IsReady, other.Priority, Seq).CompareTo((other.IsReady, Priority, other.Seq))
            : (Moment, Seq).CompareTo((other.Moment, other.Seq));
        return NewestFirst ? order < 0 : order > 0;
    }

    /// <summary>This place, or the one before all tasks that the bounds of the query let in, whichever comes later.</summary>
    public SqlCursor Bounded(in TaskQuery query)
    {
        DateTimeOffset? bound = NewestFirst ? query.Filter.FinishedBefore : query.Filter.FinishedFrom;
        SqlCursor first = this;
        if (State == TaskState.Waiting && query.Filter.Priority is { } priority)
        {
            first = this with { Priority = priority, Seq = Start(query).Seq };
        }
        else if (TaskStateMachine.IsFinished(State) && bound is not null)
        {
            // A range begins with its first moment and ends before its last: both are the place before everything of that moment, as time goes.
            first = this with { Moment = ListMoments.Bound(bound, ListMoments.First), Seq = long.MinValue };
        }

        return first.IsBehind(this) ? first : this;
    }

    public override string ToString() =>
        string.Join('.', ListName(State, NewestFirst), IsReady ? "1" : "0", Number(Priority), Number(Moment.UtcTicks), Number(Seq));

    private static string ListName(TaskState state, bool newestFirst) => Number((int)state) + (newestFirst ? "r" : "");

    private static int Place(string column) => RecordPlaces.Of(column);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
