using System.Collections.Immutable;
using GeneratedScheduler.Storage;
using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql;

/// <summary>Looks up tasks for people, and finds who is in the way of an add.</summary>
internal sealed class ReadStatements
{
    public ReadStatements(TaskSql sql, TableColumns table)
    {
        string unfinished = sql.IsIn(TaskState.Unstarted, TaskState.Waiting, TaskState.Running, TaskState.Exporting);
        Get = new()
        {
            Name = "get",
            Table = table.Table,
            Rows = [new("id", ColumnKind.Guid)],
            Returning = Records(table),
        };
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
            Where = unfinished,
            Returning = [Output(Id), Output(UniqueKey)],
        };
        WithKey = new()
        {
            Name = "list_with_key",
            Table = table.Table,
            Parameters = [new("state", ColumnKind.Int32), new(UniqueKey, ColumnKind.Text), .. RowFilters.Inputs],
            Where = $"{unfinished} AND {sql.Column(State)} = {sql.Dialect.Parameter("state")}"
                + $" AND {sql.Key(UniqueKey)} = {sql.Dialect.Ordinal(sql.Dialect.Parameter(UniqueKey))} AND {RowFilters.Where(sql)}",
            HasLimit = true,
            Returning = Records(table),
        };
    }

    /// <summary>Rows: id. Answers <see cref="RecordColumns"/>, the payload and the result.</summary>
    public QueryStatement Get { get; }

    /// <summary>Rows: id. Answers id and state.</summary>
    public QueryStatement States { get; }

    /// <summary>Rows: unique keys. Answers the unfinished tasks that have them.</summary>
    public QueryStatement TakenKeys { get; }

    /// <summary>The only unfinished task with a unique key, if it is in the state. Parameters: state, task_unique_key.</summary>
    public QueryStatement WithKey { get; }

    public static ImmutableArray<SqlOutput> RecordColumns { get; } = [.. All.Select(c => new SqlOutput(c.Name, c.Kind))];

    /// <summary>Everything of a task.</summary>
    public static ImmutableArray<SqlOutput> Records(TableColumns table) =>
        [.. RecordColumns, .. TableColumns.Outputs(table.Task), .. TableColumns.Outputs(table.Result)];
}
