using System.Collections.Immutable;
using GeneratedScheduler.Storage;
using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql;

/// <summary>
/// Lists tasks for people, in one of two directions. Each statement walks an index from a place in it, along its order or against it, and
/// checks <see cref="RowFilters"/> on the way.
/// </summary>
internal sealed class ListStatements
{
    // Behind it is where a walk ends: before it, or at it in the other direction.
    private const string End = "end";

    private readonly TaskSql _sql;
    private readonly TableColumns _table;
    private readonly bool _newestFirst;

    public ListStatements(TaskSql sql, TableColumns table, bool newestFirst)
    {
        (_sql, _table, _newestFirst) = (sql, table, newestFirst);
        Unstarted = List("unstarted", [Seen(Seq)], $"{_sql.In(IndexPurpose.Unstarted, _sql.IsIn(TaskState.Unstarted))} AND {Behind(Seq)}", Along(Seq));
        Claimed = ListByMoment("claimed", IndexPurpose.Lease, LeaseUntil, [], $"{sql.Column(LeaseUntil)} IS NOT NULL");
        Finished = ListByMoment(
            "finished", IndexPurpose.Finished, FinishedAt, [new(End, ColumnKind.Timestamp)],
            $"{sql.IsIn(TaskState.Succeeded, TaskState.Failed, TaskState.Stopped)} AND {sql.Key(FinishedAt)} {(newestFirst ? ">=" : "<")} {P(End)}");
        WaitingInPriority = ListWaiting("waiting", [Seen(Ready), Seen(Priority), Seen(Seq)], $"{sql.Column(Priority)} = {P(Priority)} AND {Behind(Seq)}");
        WaitingBeyond = ListWaiting(newestFirst ? "waiting_above" : "waiting_below", [Seen(Ready), Seen(Priority)], Behind(Priority, falls: true));
    }

    /// <summary>Parameters: task_seq behind which the page begins.</summary>
    public QueryStatement Unstarted { get; }

    /// <summary>Running or exporting tasks. Parameters: state, task_lease_until, task_seq.</summary>
    public QueryStatement Claimed { get; }

    /// <summary>Parameters: state, task_finished_at, task_seq, and the moment at which the walk ends.</summary>
    public QueryStatement Finished { get; }

    /// <summary>Waiting tasks, ready or not, of one priority. Parameters: task_ready, task_priority, task_seq.</summary>
    public QueryStatement WaitingInPriority { get; }

    /// <summary>Waiting tasks, ready or not, of the priorities that come later in the list. Parameters: task_ready, task_priority.</summary>
    public QueryStatement WaitingBeyond { get; }

    private static SqlInput Seen(string name) => new(name, Output(name).Kind);

    private string P(string name) => _sql.Dialect.Parameter(name);

    // Priorities fall in the list that begins with the oldest, everything else rises.
    private string Behind(string column, bool falls = false) => $"{_sql.Key(column)} {(falls == _newestFirst ? ">" : "<")} {P(column)}";

    private string Along(string column, bool falls = false) => _sql.Key(column) + (falls == _newestFirst ? "" : " DESC");

    private QueryStatement ListWaiting(string name, ImmutableArray<SqlInput> parameters, string where) => List(
        name, parameters, $"{_sql.IsIn(TaskState.Waiting)} AND {_sql.Key(Ready)} = {P(Ready)} AND {where}", $"{Along(Priority, falls: true)}, {Along(Seq)}");

    // With the condition of the index, for databases that have partial ones.
    private QueryStatement ListByMoment(string name, IndexPurpose index, string moment, ImmutableArray<SqlInput> end, string indexed)
    {
        string notBefore = $"{_sql.Key(moment)} {(_newestFirst ? "<=" : ">=")} {P(moment)}";
        return List(
            name,
            [new SqlInput("state", ColumnKind.Int32), Seen(moment), Seen(Seq), .. end],
            $"{_sql.In(index, $"{_sql.Column(State)} = {P("state")} AND {indexed}")} AND {notBefore} AND ({Behind(moment)} OR {Behind(Seq)})",
            $"{Along(moment)}, {Along(Seq)}");
    }

    private QueryStatement List(string name, ImmutableArray<SqlInput> parameters, string where, string orderBy) => new()
    {
        Name = $"list_{name}{(_newestFirst ? "_newest" : "")}",
        Table = _table.Table,
        Parameters = [.. parameters, .. RowFilters.Inputs],
        Where = $"{where} AND {RowFilters.Where(_sql)}",
        OrderBy = orderBy,
        HasLimit = true,
        Returning = ReadStatements.Records(_table),
    };
}
