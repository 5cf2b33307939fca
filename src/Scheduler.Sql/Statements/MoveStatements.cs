using System.Collections.Immutable;
using GeneratedScheduler.Storage;
using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql;

/// <summary>The moves of claimed tasks, each made only under the token of the latest claim.</summary>
internal sealed class MoveStatements
{
    private readonly TaskSql _sql;
    private readonly SqlDialect _dialect;
    private readonly TableColumns _table;

    public MoveStatements(TaskSql sql, TableColumns table)
    {
        _sql = sql;
        _dialect = sql.Dialect;
        _table = table;
        Report = BuildReport();
        Export = Build("export", MayBeMade(TaskEvent.Export), [], [.. sql.To(TaskState.Exporting)]);
        Succeed = BuildSucceed();
        Fail = Build("fail", MayBeMade(TaskEvent.Fail), FailureInputs, [.. Failure(), .. End(), .. sql.To(TaskState.Failed)]);
        Stop = Build("stop", MayBeMade(TaskEvent.Stop), [], [.. End(), .. sql.To(TaskState.Stopped)]);
        Retry = BuildGiveBack(TaskEvent.Retry);
        Defer = BuildGiveBack(TaskEvent.Defer);
        Release = BuildGiveBack(TaskEvent.Release);
    }

    public UpdateStatement Report { get; }

    public UpdateStatement Export { get; }

    public UpdateStatement Succeed { get; }

    public UpdateStatement Fail { get; }

    public UpdateStatement Stop { get; }

    public UpdateStatement Retry { get; }

    public UpdateStatement Defer { get; }

    public UpdateStatement Release { get; }

    public UpdateStatement For(TaskEvent happening) => happening switch
    {
        TaskEvent.Report => Report,
        TaskEvent.Export => Export,
        TaskEvent.Succeed => Succeed,
        TaskEvent.Fail => Fail,
        TaskEvent.Stop => Stop,
        TaskEvent.Retry => Retry,
        TaskEvent.Defer => Defer,
        TaskEvent.Release => Release,
        _ => throw new ArgumentOutOfRangeException(nameof(happening), happening, "No move of a claimed task."),
    };

    private static ImmutableArray<SqlInput> FailureInputs { get; } =
    [
        new("reason", ColumnKind.Int32), new("message", ColumnKind.Text), new("type", ColumnKind.Text), new("stack", ColumnKind.Text),
    ];

    private string MayBeMade(TaskEvent happening) => _sql.Allows(happening, claimedOnly: true);

    private UpdateStatement Build(string name, string where, ImmutableArray<SqlInput> inputs, IEnumerable<SqlAssignment> set, bool movesTasks = true) => new()
    {
        Name = name,
        Table = _table.Table,
        Rows = [new("id", ColumnKind.Guid), new("token", ColumnKind.Int64), .. inputs],
        Where = $"{_sql.Column(ClaimToken)} = {_dialect.Row("token")} AND {where}",
        Set = [.. set],
        MovesTasks = movesTasks,
        Returning = [Output(Id)],
    };

    private IEnumerable<SqlAssignment> End() =>
    [
        new(Ready, _dialect.Literal(false)),
        new(StopRequested, _dialect.Literal(false)),
        new(FinishedAt, _dialect.Now),
        .. _sql.LetGo(),
    ];

    private IEnumerable<SqlAssignment> Failure() =>
    [
        new(FailureReason, _dialect.Row("reason")),
        new(FailureMessage, _dialect.Row("message")),
        new(FailureType, _dialect.Row("type")),
        new(FailureStack, _dialect.Row("stack")),
    ];

    private IEnumerable<SqlAssignment> NoFailure() =>
    [
        new(FailureReason, _dialect.Null(ColumnKind.Int32)),
        new(FailureMessage, _dialect.Null(ColumnKind.Text)),
        new(FailureType, _dialect.Null(ColumnKind.Text)),
        new(FailureStack, _dialect.Null(ColumnKind.Text)),
    ];

    private UpdateStatement BuildReport()
    {
        string hasProgress = $"{_dialect.Row("progress")} IS NOT NULL";
        return Build(
            "report",
            MayBeMade(TaskEvent.Report),
            [
                new("progress", ColumnKind.Double), new("progress_message", ColumnKind.Text),
                new("handle", ColumnKind.Text), new("handle_token", ColumnKind.Int64),
            ],
            [
                // A handle is stored when its work begins; but another name for work that has begun does not make it younger.
                new(StartedAt, $"CASE WHEN {_dialect.Row("handle")} IS NULL OR ({_sql.HasHandle} AND {_sql.Column(HandleToken)} = {_dialect.Row("handle_token")}"
                    + $" AND {_sql.Column(Handle)} <> {_dialect.Row("handle")}) THEN {_sql.Column(StartedAt)} ELSE {_dialect.Now} END"),
                new(Progress, $"COALESCE({_dialect.Row("progress")}, {_sql.Column(Progress)})"),
                new(ProgressMessage, $"CASE WHEN {hasProgress} THEN {_dialect.Row("progress_message")} ELSE {_sql.Column(ProgressMessage)} END"),
                new(Handle, $"COALESCE({_dialect.Row("handle")}, {_sql.Column(Handle)})"),
                new(HandleToken, $"COALESCE({_dialect.Row("handle_token")}, {_sql.Column(HandleToken)})"),
            ],
            movesTasks: false);
    }

    private UpdateStatement BuildSucceed()
    {
        ImmutableArray<SqlInput> inputs = TableColumns.Inputs(_table.Result);
        IEnumerable<SqlAssignment> results = _table.Result.Select((c, i) => new SqlAssignment(c.Name, _dialect.Row(inputs[i].Name)));
        return Build(
            "succeed",
            MayBeMade(TaskEvent.Succeed),
            inputs,
            [.. results, new(Progress, "1.0"), .. NoFailure(), .. End(), .. _sql.To(TaskState.Succeeded)]);
    }

    // Retry, Defer and Release: the task waits again, or is stopped if somebody asked for that and there is no work left to stop.
    private UpdateStatement BuildGiveBack(TaskEvent happening)
    {
        bool isRelease = happening == TaskEvent.Release;
        string keeps = isRelease ? _sql.HasHandle : "1 = 0";
        string stops = isRelease ? $"({_sql.Is(StopRequested)} AND NOT ({keeps}))" : _sql.Is(StopRequested);
        string isDue = isRelease ? "1 = 1" : $"{_dialect.Row("delay")} <= 0";
        string notBefore = isRelease ? _dialect.Now : _dialect.After(_dialect.Row("delay"));
        List<SqlAssignment> set =
        [
            new(Ready, $"CASE WHEN {isDue} AND NOT ({stops}) THEN {_dialect.Literal(true)} ELSE {_dialect.Literal(false)} END"),
            new(NotBefore, notBefore),
            new(FinishedAt, $"CASE WHEN {stops} THEN {_dialect.Now} ELSE {_dialect.Null(ColumnKind.Timestamp)} END"),
            .. LeaveRun(keeps),
            .. _sql.LetGo(),
        ];
        if (happening != TaskEvent.Retry)
        {
            set.Add(new(Attempt, $"CASE WHEN {keeps} THEN {_sql.Column(Attempt)} ELSE {_sql.Column(Attempt)} - 1 END"));
        }

        if (!isRelease)
        {
            set.Add(new(Handle, _dialect.Null(ColumnKind.Text)));
        }

        if (happening == TaskEvent.Retry)
        {
            set.AddRange(Failure());
        }

        string to = $"CASE WHEN {stops} THEN {TaskSql.Number(TaskState.Stopped)} ELSE {TaskSql.Number(TaskState.Waiting)} END";
        set.AddRange(_sql.To(to));
        set.Add(new(StopRequested, $"CASE WHEN {keeps} THEN {_sql.Column(StopRequested)} ELSE {_dialect.Literal(false)} END"));
        ImmutableArray<SqlInput> inputs = happening switch
        {
            TaskEvent.Retry => [new("delay", ColumnKind.Int64), .. FailureInputs],
            TaskEvent.Defer => [new("delay", ColumnKind.Int64)],
            _ => [],
        };
        return Build(TaskEventName(happening), MayBeMade(happening), inputs, set);
    }

    private static string TaskEventName(TaskEvent happening) => happening switch
    {
        TaskEvent.Retry => "retry",
        TaskEvent.Defer => "defer",
        _ => "release",
    };

    private IEnumerable<SqlAssignment> LeaveRun(string keeps)
    {
        foreach ((string column, ColumnKind kind) in new[]
        {
            (Progress, ColumnKind.Double), (ProgressMessage, ColumnKind.Text), (HandleToken, ColumnKind.Int64),
        })
        {
            yield return new(column, $"CASE WHEN {keeps} THEN {_sql.Column(column)} ELSE {_dialect.Null(kind)} END");
        }
    }
}
