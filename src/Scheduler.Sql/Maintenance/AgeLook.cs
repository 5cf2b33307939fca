namespace GeneratedScheduler.Sql;

/// <summary>Asks when the oldest finished task of a state has ended, and removes what is older than a limit.</summary>
/// <param name="statements">The statements about the table.</param>
/// <param name="kept">How long tasks of the state are kept.</param>
/// <param name="state">The state.</param>
/// <param name="remove">Removes what has ended before a moment.</param>
internal sealed class AgeLook(TaskStatements statements, TimeSpan kept, TaskState state, Func<DateTimeOffset, CancellationToken, ValueTask> remove)
{
    private readonly RowList<DateTimeOffset> _oldest = new(static row => row.GetTimestamp(0));

    /// <summary>The clock of the database.</summary>
    public static SqlCall AskClock(AgeLook look, RowList<DateTimeOffset> clock) => new(look.Statements.Retention.Clock, null, null, clock);

    private TaskStatements Statements => statements;

    /// <summary>The question.</summary>
    public SqlCall Ask() => new(statements.Retention.OldestPlaces, new ParameterRow(writer => writer.WriteInt32((int)state)), null, _oldest, 1);

    /// <summary>Removes what is too old, if anything is.</summary>
    public ValueTask ActAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // An age beyond the beginning of time does not limit anything.
        bool isOver = kept < now - DateTimeOffset.MinValue && _oldest.Items is [var oldest, ..] && oldest < now - kept;
        return isOver ? remove(now - kept, cancellationToken) : default;
    }
}
