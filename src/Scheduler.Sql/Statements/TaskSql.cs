using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql;

/// <summary>The conditions and changes of <see cref="TaskStateMachine"/> in SQL, in one place for every statement and dialect.</summary>
internal sealed class TaskSql(SqlDialect dialect)
{
    private static readonly TaskState[] States = [.. Enum.GetValues<TaskState>().Where(s => s != TaskState.Deleted)];

    public SqlDialect Dialect => dialect;

    public string Column(string name) => dialect.Column(name);

    /// <summary>The column as the index has it by which it is looked for or ordered.</summary>
    public string Key(string name) => dialect.Key(name);

    /// <summary>A condition on rows that an index is for.</summary>
    public string In(IndexPurpose index, string condition) => dialect.Part(index) is { } part ? $"{part} AND {condition}" : condition;

    /// <summary>A condition: the task is in one of the states from which the event leads somewhere, according to the table of moves.</summary>
    public string Allows(TaskEvent happening, bool claimedOnly = false) => IsIn(
        [.. States.Where(s => TaskStateMachine.TryMove(s, happening, out _) && (!claimedOnly || TaskStateMachine.IsClaimed(s)))]);

    /// <summary>A condition: the task is in one of the states that allow the command.</summary>
    public string Allows(TaskCommand command) => IsIn([.. States.Where(s => TaskStateMachine.TryMove(s, command, out _))]);

    public string IsIn(params ReadOnlySpan<TaskState> states)
    {
        List<string> numbers = [];
        foreach (TaskState state in states)
        {
            numbers.Add(Number(state));
        }

        return numbers.Count == 1 ? $"{Column(State)} = {numbers[0]}" : $"{Column(State)} IN ({string.Join(", ", numbers)})";
    }

    public static string Number(TaskState state) => ((int)state).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public string HasHandle => $"{Column(Handle)} IS NOT NULL";

    /// <summary>The value of a boolean column as a condition.</summary>
    public string Is(string column, bool value = true) => $"{Column(column)} = {dialect.Literal(value)}";

    /// <summary>Nobody holds the task any more.</summary>
    public IEnumerable<SqlAssignment> LetGo() =>
    [
        new(Owner, dialect.Null(Storage.ColumnKind.Guid)),
        new(LeaseUntil, dialect.Null(Storage.ColumnKind.Timestamp)),
    ];

    /// <summary>The new state, and where the task came from.</summary>
    public IEnumerable<SqlAssignment> To(string state) => [new(From, Column(State)), new(State, state)];

    public IEnumerable<SqlAssignment> To(TaskState state) => To(Number(state));
}
