using System.Globalization;
using GeneratedScheduler.Containers;
using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql;

/// <summary>A place in a list of tasks: behind which task the next page begins.</summary>
/// <param name="State">The state that is listed.</param>
/// <param name="IsReady">Of a waiting task.</param>
/// <param name="Priority">Of a waiting task.</param>
/// <param name="Moment">The end of the lease of a claimed task, or the end of a finished one.</param>
/// <param name="Seq">The task's number.</param>
internal readonly record struct SqlCursor(TaskState State, bool IsReady, int Priority, DateTimeOffset Moment, long Seq)
{
    private static readonly DateTimeOffset FirstMoment = new(1970, 1, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Before all waiting tasks that are ready, or that are not.</summary>
    public static SqlCursor FirstWaiting(bool isReady) => new(TaskState.Waiting, isReady, int.MaxValue, FirstMoment, long.MinValue);

    /// <summary>The place of the task in a row of <see cref="ReadStatements.RecordColumns"/>.</summary>
    public static SqlCursor At(SqlRowReader row, TaskState state)
    {
        string? moment = TaskStateMachine.IsClaimed(state) ? LeaseUntil : TaskStateMachine.IsFinished(state) ? FinishedAt : null;
        return new SqlCursor(
            state,
            row.GetBoolean(Place(Ready)),
            row.GetInt32(Place(FrameworkColumns.Priority)),
            moment is null ? FirstMoment : row.GetTimestamp(Place(moment)),
            row.GetInt64(Place(FrameworkColumns.Seq)));
    }

    /// <exception cref="ArgumentException">The cursor is none of this list.</exception>
    public static SqlCursor Parse(in TaskQuery query)
    {
        if (query.Cursor is null)
        {
            return FirstWaiting(isReady: false) with { State = query.State };
        }

        string[] parts = query.Cursor.Split('.');
        if (parts.Length == 5
            && parts[0] == Number((int)query.State)
            && parts[1] is "0" or "1"
            && int.TryParse(parts[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int priority)
            && long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out long ticks) && ticks <= DateTimeOffset.MaxValue.Ticks
            && long.TryParse(parts[4], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seq))
        {
            return new SqlCursor(query.State, parts[1] == "1", priority, new DateTimeOffset(ticks, TimeSpan.Zero), seq);
        }

        throw new ArgumentException(
            $"'{query.Cursor}' is no cursor of a list of {query.State} tasks; take NextCursor of the page before, or null for the first page.", nameof(query));
    }

    public override string ToString() =>
        string.Join('.', Number((int)State), IsReady ? "1" : "0", Number(Priority), Number(Moment.UtcTicks), Number(Seq));

    private static int Place(string column) => RecordPlaces.Of(column);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
