using System.Collections.Immutable;
using GeneratedScheduler.Persistence;
using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql;

/// <summary>Reads tasks for people, and finds who is in the way of an add. Every list walks an index from a place in it.</summary>
internal sealed class ReadStatements
{
    private readonly TaskSql _sql;
    private readonly TableColumns _table;

    public ReadStatements(TaskSql sql, TableColumns table)
    {
        _sql = sql;
        _table = table;
        Get = Query("get", [new("id", ColumnKind.Guid)], null);
        States = new()
        {
            Name = "states",
            Table = table.Table,
            Rows = [new("id", ColumnKind.Guid)],
            Returning = [Output(Id), Output(State)],
        };
        TakenKeys = new()
        {
            Name = "taken_keys",
            Table = table.Table,
            Rows = [new(UniqueKey, ColumnKind.Text)],
            Where = sql.IsIn(TaskState.Unstarted, TaskState.Waiting, TaskState.Running, TaskState.Exporting),
            Returning = [Output(Id), Output(UniqueKey)],
        };
        Unstarted = List("list_unstarted", [Seen(Seq)], sql.In(IndexPurpose.Unstarted, sql.IsIn(TaskState.Unstarted)), $"{sql.Column(Seq)} > {P(Seq)}", sql.Column(Seq));
        Claimed = Behind("list_claimed", TaskState.Running, LeaseUntil, new SqlInput("state", ColumnKind.Int32));
        Finished = Behind("list_finished", TaskState.Succeeded, FinishedAt, new SqlInput("state", ColumnKind.Int32));
        WaitingInPriority = ListWaiting("list_waiting", [Seen(Ready), Seen(Priority), Seen(Seq)], $"{sql.Key(Ready)} = {P(Ready)} AND {sql.Column(Priority)} = {P(Priority)} AND {sql.Column(Seq)} > {P(Seq)}");
        WaitingBelow = ListWaiting("list_waiting_below", [Seen(Ready), Seen(Priority)], $"{sql.Key(Ready)} = {P(Ready)} AND {sql.Column(Priority)} < {P(Priority)}");
    }

    /// <summary>Rows: id. Answers <see cref="RecordColumns"/>, the payload and the result.</summary>
    public QueryStatement Get { get; }

    /// <summary>Rows: id. Answers id and state.</summary>
    public QueryStatement States { get; }

    /// <summary>Rows: unique keys. Answers the unfinished tasks that have them.</summary>
    public QueryStatement TakenKeys { get; }

    /// <summary>Parameters: task_seq behind which the page begins.</summary>
    public QueryStatement Unstarted { get; }

    /// <summary>Running or exporting tasks. Parameters: state, task_lease_until, task_seq.</summary>
    public QueryStatement Claimed { get; }

    /// <summary>Parameters: state, task_finished_at, task_seq.</summary>
    public QueryStatement Finished { get; }

    /// <summary>Waiting tasks, ready or not, of one priority. Parameters: task_ready, task_priority, task_seq.</summary>
    public QueryStatement WaitingInPriority { get; }

    /// <summary>Waiting tasks, ready or not, of lower priorities. Parameters: task_ready, task_priority.</summary>
    public QueryStatement WaitingBelow { get; }

    public static ImmutableArray<SqlOutput> RecordColumns { get; } = [.. All.Select(c => new SqlOutput(c.Name, c.Kind))];

    private string P(string name) => _sql.Dialect.Parameter(name);

    private static SqlInput Seen(string name) => new(name, Output(name).Kind);

    private QueryStatement ListWaiting(string name, ImmutableArray<SqlInput> parameters, string where) => List(
        name,
        parameters,
        _sql.IsIn(TaskState.Waiting),
        where,
        $"{_sql.Column(Priority)} DESC, {_sql.Column(Seq)}");

    private QueryStatement Behind(string name, TaskState state, string moment, SqlInput stateInput)
    {
        // The condition of the index, for databases that have partial ones.
        string indexed = state == TaskState.Running
            ? $"{_sql.Column(LeaseUntil)} IS NOT NULL"
            : _sql.IsIn(TaskState.Succeeded, TaskState.Failed, TaskState.Stopped);
        string column = _sql.Key(moment);
        IndexPurpose index = state == TaskState.Running ? IndexPurpose.Lease : IndexPurpose.Finished;
        return List(
            name,
            [stateInput, Seen(moment), Seen(Seq)],
            _sql.In(index, $"{_sql.Column(State)} = {P("state")} AND {indexed}"),
            $"{column} >= {P(moment)} AND ({column} > {P(moment)} OR {_sql.Column(Seq)} > {P(Seq)})",
            $"{column}, {_sql.Column(Seq)}");
    }

    private QueryStatement List(string name, ImmutableArray<SqlInput> parameters, string which, string behind, string orderBy)
    {
        QueryStatement query = Query(name, [], $"{which} AND {behind}");
        return new()
        {
            Name = name,
            Table = query.Table,
            Parameters = parameters,
            Where = query.Where,
            OrderBy = orderBy,
            HasLimit = true,
            Returning = query.Returning,
        };
    }

    private QueryStatement Query(string name, ImmutableArray<SqlInput> rows, string? where) => new()
    {
        Name = name,
        Table = _table.Table,
        Rows = rows,
        Where = where,
        Returning = [.. RecordColumns, .. TableColumns.Outputs(_table.Task), .. TableColumns.Outputs(_table.Result)],
    };
}
