using System.Collections.Immutable;
using GeneratedScheduler.Storage;
using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql;

/// <summary>Keeps leases, and takes tasks away from those whose leases ran out.</summary>
internal sealed class LeaseStatements
{
    private readonly TaskSql _sql;

    public LeaseStatements(TaskSql sql, TableColumns table)
    {
        _sql = sql;
        SqlDialect d = sql.Dialect;
        Renew = new()
        {
            Name = "renew",
            Table = table.Table,
            Parameters = [new("owner", ColumnKind.Guid), new("lease", ColumnKind.Int64)],
            Rows = [new("id", ColumnKind.Guid), new("token", ColumnKind.Int64)],
            Where = $"{sql.Column(ClaimToken)} = {d.Row("token")} AND {sql.Column(Owner)} = {d.Parameter("owner")}",
            Set = [new(LeaseUntil, d.After(d.Parameter("lease")))],
            MovesTasks = false,
            PassesOverLocked = true,
            Returning = [Output(Id), Output(ClaimToken), Output(StopRequested), Output(Callback)],
        };
        string isHeld = $"{sql.Column(Owner)} IS NOT NULL AND {sql.Column(ClaimToken)} = {d.Row("token")} AND NOT ({sql.HasHandle})";
        string isOfWork = $"{sql.HasHandle} AND {sql.Column(HandleToken)} = {d.Row("token")}";
        Relay = new()
        {
            Name = "relay",
            Table = table.Table,
            Rows =
            [
                new("id", ColumnKind.Guid), new("token", ColumnKind.Int64), new("progress", ColumnKind.Double),
                new("progress_message", ColumnKind.Text), new("callback", ColumnKind.Text),
            ],
            Where = $"{sql.IsIn(TaskState.Waiting, TaskState.Running, TaskState.Exporting)} AND (({isHeld}) OR ({isOfWork}))",
            Set =
            [
                new(Progress, $"COALESCE({d.Row("progress")}, {sql.Column(Progress)})"),
                new(ProgressMessage, $"CASE WHEN {d.Row("progress")} IS NOT NULL THEN {d.Row("progress_message")} ELSE {sql.Column(ProgressMessage)} END"),
                new(Callback, $"COALESCE({d.Row("callback")}, {sql.Column(Callback)})"),
            ],
            MovesTasks = false,
            Returning = [Output(Id)],
        };
        ImmutableArray<SqlInput> limits = [new("can_reattach", ColumnKind.Boolean), new("max_losses", ColumnKind.Int32)];
        Rescue = new()
        {
            Name = "rescue",
            Table = table.Table,
            Parameters = limits,
            Where = sql.In(IndexPurpose.Lease, IsOver),
            OrderBy = ByAge,
            Set = RescueAssignments(),
            Returning = [Output(State)],
        };
        Over = new()
        {
            Name = "over",
            Table = table.Table,
            Where = sql.In(IndexPurpose.Lease, IsOver),
            OrderBy = ByAge,
            HasLimit = true,
            PassesOverLocked = true,
            Returning = [Output(Id), Output(ClaimToken), Output(LeaseUntil)],
        };
        RescueSeen = new()
        {
            Name = "rescue_seen",
            Table = table.Table,
            Parameters = limits,
            Rows = [new("id", ColumnKind.Guid), new("token", ColumnKind.Int64)],
            Where = $"{sql.Column(ClaimToken)} = {d.Row("token")} AND {sql.Column(LeaseUntil)} <= {d.Now}",
            Set = RescueAssignments(),
            PassesOverLocked = true,
            Returning = [Output(State)],
        };
    }

    /// <summary>Rows: id, the token of the start, progress and its message, an end as JSON. Answers the ids of the tasks whose work it is.</summary>
    public UpdateStatement Relay { get; }

    /// <summary>Parameters: owner, lease in ticks. Rows: id, token. Answers id, token, whether a stop was requested, and what was relayed.</summary>
    public UpdateStatement Renew { get; }

    /// <summary>Parameters: can_reattach, max_losses. Answers the state that follows.</summary>
    public PickStatement Rescue { get; }

    /// <summary>Answers id, token and lease of claims whose leases are over, the oldest first.</summary>
    public QueryStatement Over { get; }

    /// <summary>The same as <see cref="Rescue"/> for claims that are named. Rows: id, token.</summary>
    public UpdateStatement RescueSeen { get; }

    private string IsOver => $"{_sql.Key(LeaseUntil)} <= {_sql.Dialect.Now}";

    private string ByAge => $"{_sql.Key(LeaseUntil)}, {_sql.Column(Seq)}";

    private ImmutableArray<SqlAssignment> RescueAssignments()
    {
        SqlDialect d = _sql.Dialect;
        string keeps = $"({_sql.HasHandle} AND {d.Parameter("can_reattach")} = {d.Literal(true)})";
        string stops = $"({_sql.Is(StopRequested)} AND NOT {keeps})";
        string fails = $"(NOT {stops} AND {_sql.Column(Losses)} >= {d.Parameter("max_losses")})";
        string ends = $"({stops} OR {fails})";
        return
        [
            new(FailureReason, If(fails, ((int)TaskFailureReason.Lost).ToString(System.Globalization.CultureInfo.InvariantCulture), _sql.Column(FailureReason))),
            new(FailureMessage, If(fails, d.Literal(LostTooOften), _sql.Column(FailureMessage))),
            new(FailureType, If(fails, d.Null(ColumnKind.Text), _sql.Column(FailureType))),
            new(FailureStack, If(fails, d.Null(ColumnKind.Text), _sql.Column(FailureStack))),
            new(Attempt, $"CASE WHEN {keeps} OR {_sql.Column(Attempt)} = 0 THEN {_sql.Column(Attempt)} ELSE {_sql.Column(Attempt)} - 1 END"),
            new(Ready, If(ends, d.Literal(false), d.Literal(true))),
            new(NotBefore, If(ends, _sql.Column(NotBefore), d.Now)),
            new(FinishedAt, If(ends, d.Now, d.Null(ColumnKind.Timestamp))),
            new(Progress, If(keeps, _sql.Column(Progress), d.Null(ColumnKind.Double))),
            new(ProgressMessage, If(keeps, _sql.Column(ProgressMessage), d.Null(ColumnKind.Text))),
            new(HandleToken, If(keeps, _sql.Column(HandleToken), d.Null(ColumnKind.Int64))),
            .. _sql.LetGo(),
            new(Losses, $"{_sql.Column(Losses)} + 1"),
            new(StopRequested, If(ends, d.Literal(false), _sql.Column(StopRequested))),
            new(Handle, If(keeps, _sql.Column(Handle), d.Null(ColumnKind.Text))),
            .. _sql.To($"CASE WHEN {stops} THEN {TaskSql.Number(TaskState.Stopped)} WHEN {fails} THEN {TaskSql.Number(TaskState.Failed)} ELSE {TaskSql.Number(TaskState.Waiting)} END"),
        ];
    }

    private static string If(string condition, string then, string otherwise) => $"CASE WHEN {condition} THEN {then} ELSE {otherwise} END";

    private const string LostTooOften =
        "The scheduler that ran the task was lost too often (task_losses): its lease was not renewed. The task may block or end the process "
        + "that runs it. Look for what happened there; raise MaxLosses or LeaseDuration if the task is not to blame; then restart the task.";
}
