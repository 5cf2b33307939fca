using GeneratedScheduler.Storage;
using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql;

/// <summary>What people do to tasks, whoever runs them. Rows: id. Answers id and the state that follows.</summary>
internal sealed class CommandStatements
{
    private readonly TaskSql _sql;
    private readonly SqlDialect _dialect;
    private readonly TableColumns _table;

    public CommandStatements(TaskSql sql, TableColumns table)
    {
        _sql = sql;
        _dialect = sql.Dialect;
        _table = table;
        Start = BuildStart();
        Stop = BuildStop();
        Restart = BuildRestart();
        Delete = new()
        {
            Name = "delete",
            Table = table.Table,
            Rows = [new("id", ColumnKind.Guid)],
            Where = sql.Allows(TaskCommand.Delete),
            Returning = [Output(Id), Output(State)],
        };
    }

    public UpdateStatement Start { get; }

    public UpdateStatement Stop { get; }

    public UpdateStatement Restart { get; }

    public DeleteStatement Delete { get; }

    private UpdateStatement Build(string name, TaskCommand command, IEnumerable<SqlAssignment> set) => new()
    {
        Name = name,
        Table = _table.Table,
        Rows = [new("id", ColumnKind.Guid)],
        Where = _sql.Allows(command),
        Set = [.. set],
        Returning = [Output(Id), Output(State)],
    };

    private UpdateStatement BuildStart()
    {
        string isDue = $"{_sql.Column(NotBefore)} <= {_dialect.Now}";
        return Build("start", TaskCommand.Start,
        [
            new(Ready, If(isDue, _dialect.Literal(true), _dialect.Literal(false))),
            new(NotBefore, _dialect.Later(_sql.Column(NotBefore), _dialect.Now)),
            .. _sql.To(TaskState.Waiting),
        ]);
    }

    // A task that waits and has no work left behind ends at once. Work elsewhere that nobody watches is claimed first, and at once;
    // whoever holds a task learns of the wish when it renews its leases.
    private UpdateStatement BuildStop()
    {
        string isFree = _sql.IsIn(TaskState.Waiting);
        string ends = $"({isFree} AND NOT ({_sql.HasHandle}))";
        string hastens = $"({isFree} AND {_sql.HasHandle})";
        return Build("stop_request", TaskCommand.Stop,
        [
            new(StopRequested, If(ends, _dialect.Literal(false), _dialect.Literal(true))),
            new(Ready, If(hastens, _dialect.Literal(true), _dialect.Literal(false))),
            new(NotBefore, $"CASE WHEN {hastens} AND {_sql.Column(NotBefore)} > {_dialect.Now} THEN {_dialect.Now} ELSE {_sql.Column(NotBefore)} END"),
            new(FinishedAt, If(ends, _dialect.Now, _dialect.Null(ColumnKind.Timestamp))),
            .. _sql.To(If(ends, TaskSql.Number(TaskState.Stopped), _sql.Column(State))),
        ]);
    }

    private UpdateStatement BuildRestart() => Build("restart", TaskCommand.Restart,
    [
        new(Attempt, "0"),
        new(Losses, "0"),
        new(Ready, _dialect.Literal(true)),
        new(NotBefore, _dialect.Now),
        new(StartedAt, _dialect.Null(ColumnKind.Timestamp)),
        new(FinishedAt, _dialect.Null(ColumnKind.Timestamp)),
        new(Handle, _dialect.Null(ColumnKind.Text)),
        new(HandleToken, _dialect.Null(ColumnKind.Int64)),
        new(Progress, _dialect.Null(ColumnKind.Double)),
        new(ProgressMessage, _dialect.Null(ColumnKind.Text)),
        new(FailureReason, _dialect.Null(ColumnKind.Int32)),
        new(FailureMessage, _dialect.Null(ColumnKind.Text)),
        new(FailureType, _dialect.Null(ColumnKind.Text)),
        new(FailureStack, _dialect.Null(ColumnKind.Text)),
        .. _table.Result.Select(c => new SqlAssignment(c.Name, _dialect.Null(c.Kind))),
        .. _sql.To(TaskState.Waiting),
    ]);

    private static string If(string condition, string then, string otherwise) => $"CASE WHEN {condition} THEN {then} ELSE {otherwise} END";
}
