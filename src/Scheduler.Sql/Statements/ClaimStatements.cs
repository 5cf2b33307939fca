using System.Collections.Immutable;
using GeneratedScheduler.Storage;
using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql;

/// <summary>Makes tasks ready whose time has come, and claims ready ones.</summary>
internal sealed class ClaimStatements
{
    private readonly TaskSql _sql;
    private readonly TableColumns _table;

    public ClaimStatements(TaskSql sql, TableColumns table)
    {
        _sql = sql;
        _table = table;

        // Of few tasks: when the work began that goes on elsewhere, and the present moment.
        string OnlyWithHandle(string moment) => $"CASE WHEN {sql.HasHandle} THEN {moment} ELSE {sql.Dialect.Null(ColumnKind.Timestamp)} END";
        ClaimedColumns =
        [
            .. Claimed,
            new("work_began", ColumnKind.Timestamp, OnlyWithHandle(sql.Column(StartedAt))),
            new("work_seen", ColumnKind.Timestamp, OnlyWithHandle(sql.Dialect.Now)),
        ];
        Promote = new()
        {
            Name = "promote",
            Table = table.Table,
            Where = $"{IsDelayed} AND {sql.Key(NotBefore)} <= {sql.Dialect.Now}",
            OrderBy = $"{sql.Key(NotBefore)}, {sql.Column(Seq)}",
            Set = [new(Ready, sql.Dialect.Literal(true))],
            MovesTasks = false,
        };
        Claim = BuildClaim("claim", limited: false);
        ClaimLimited = BuildClaim("claim_limited", limited: true);
        PutOff = new()
        {
            Name = "put_off",
            Table = table.Table,
            Parameters = [new("only", ColumnKind.Guid), new("delay", ColumnKind.Int64), new("message", ColumnKind.Text), new("type", ColumnKind.Text)],
            Where = $"{sql.Column(Id)} = {sql.Dialect.Parameter("only")} AND {sql.IsIn(TaskState.Waiting)}",
            OrderBy = sql.Column(Seq),
            Set =
            [
                new(Ready, sql.Dialect.Literal(false)),
                new(NotBefore, sql.Dialect.After(sql.Dialect.Parameter("delay"))),
                new(FailureReason, ((int)TaskFailureReason.Exception).ToString(System.Globalization.CultureInfo.InvariantCulture)),
                new(FailureMessage, sql.Dialect.Parameter("message")),
                new(FailureType, sql.Dialect.Parameter("type")),
                new(FailureStack, sql.Dialect.Null(ColumnKind.Text)),
            ],
            MovesTasks = false,
        };
        NextDue = new()
        {
            Name = "next_due",
            Table = table.Table,
            Where = IsDelayed,
            OrderBy = sql.Key(NotBefore),
            HasLimit = true,
            Returning = [Output(NotBefore), new("now", ColumnKind.Timestamp, sql.Dialect.Now)],
        };
        FirstInLine = new()
        {
            Name = "first_in_line",
            Table = table.Table,
            Parameters = [new("rank", ColumnKind.Int32)],
            Where = $"{IsReady} AND {sql.Key(Priority)} <= {sql.Dialect.Parameter("rank")}",
            OrderBy = ByRank,
            HasLimit = true,
            Returning = [Output(Priority), Output(NotBefore), new("now", ColumnKind.Timestamp, sql.Dialect.Now)],
        };
        AnyReady = new()
        {
            Name = "any_ready",
            Table = table.Table,
            Where = IsReady,
            OrderBy = ByRank,
            IsRanked = true,
            HasLimit = true,
            Returning = [Output(Id)],
        };
    }

    /// <summary>Makes due tasks ready, earliest first.</summary>
    public PickStatement Promote { get; }

    /// <summary>Parameters: owner, lease in ticks. Answers <see cref="ClaimedColumns"/> and the payload.</summary>
    public PickStatement Claim { get; }

    /// <summary>The same with the parameter <c>cluster_limit</c>.</summary>
    public PickStatement ClaimLimited { get; }

    /// <summary>
    /// Lets a waiting task wait longer, and says why. Parameters: id, how long in ticks, the message and the type of the failure.
    /// </summary>
    public PickStatement PutOff { get; }

    /// <summary>The first moment at which a task is due that is not yet ready, and the present moment.</summary>
    public QueryStatement NextDue { get; }

    /// <summary>
    /// Ready tasks from a priority downwards, in the order of claims. Parameters: rank, the highest priority. Answers the priority, the moment since when the task is due, and now.
    /// </summary>
    public QueryStatement FirstInLine { get; }

    /// <summary>Whether there is a task that can be claimed at once.</summary>
    public QueryStatement AnyReady { get; }

    /// <summary>What a claim answers with before the payload.</summary>
    public ImmutableArray<SqlOutput> ClaimedColumns { get; }

    /// <summary>How many columns come before the payload.</summary>
    public static int ClaimedCount => Claimed.Length + 2;

    private static ImmutableArray<SqlOutput> Claimed { get; } =
    [
        Output(Id), Output(Seq), Output(Priority), Output(ClaimToken), Output(Attempt), Output(Handle), Output(HandleToken),
        Output(StopRequested), Output(UniqueKey), Output(FrameworkColumns.Timeout), Output(MaxAttempts), Output(Delay),
    ];

    private string IsDelayed =>
        _sql.In(IndexPurpose.Delayed, $"{_sql.IsIn(TaskState.Waiting)} AND {_sql.Is(Ready, false)} AND {_sql.Column(Owner)} IS NULL");

    // The state is said although it follows: it is the condition of the index.
    private string IsReady => $"{_sql.IsIn(TaskState.Waiting)} AND {_sql.Key(Ready)} = {_sql.Dialect.Literal(true)}";

    private string Held =>
        _sql.In(IndexPurpose.Lease, $"{_sql.IsIn(TaskState.Running, TaskState.Exporting)} AND {_sql.Column(LeaseUntil)} IS NOT NULL");

    private string ByRank => $"{_sql.Column(Priority)} DESC, {_sql.Column(Seq)}";

    private PickStatement BuildClaim(string name, bool limited)
    {
        SqlDialect d = _sql.Dialect;
        IEnumerable<SqlAssignment> set =
        [
            new(Attempt, $"CASE WHEN {_sql.HasHandle} THEN {_sql.Column(Attempt)} ELSE {_sql.Column(Attempt)} + 1 END"),
            new(StartedAt, $"CASE WHEN {_sql.HasHandle} THEN {_sql.Column(StartedAt)} ELSE {d.Now} END"),
            .. Hold(),
            .. _sql.To(TaskState.Running),
        ];
        ImmutableArray<SqlInput> extra = limited ? [new("cluster_limit", ColumnKind.Int32)] : [];
        return BuildPick(name, extra, [.. set], limited ? Held : null, movesTasks: true);
    }

    private IEnumerable<SqlAssignment> Hold() =>
    [
        new(Ready, _sql.Dialect.Literal(false)),
        new(ClaimToken, _sql.Dialect.NextToken),
        new(Owner, _sql.Dialect.Parameter("owner")),
        new(LeaseUntil, _sql.Dialect.After(_sql.Dialect.Parameter("lease"))),
    ];

    private PickStatement BuildPick(
        string name, ImmutableArray<SqlInput> extra, ImmutableArray<SqlAssignment> set, string? counted, bool movesTasks) => new()
        {
            Name = name,
            Table = _table.Table,
            Parameters = [new("owner", ColumnKind.Guid), new("lease", ColumnKind.Int64), .. extra],
            Where = IsReady,
            OrderBy = ByRank,
            IsRanked = true,
            Set = set,
            CountedAgainstLimit = counted,
            MovesTasks = movesTasks,
            Returning = [.. ClaimedColumns, .. TableColumns.Outputs(_table.Task)],
        };
}
