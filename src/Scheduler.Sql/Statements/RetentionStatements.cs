using GeneratedScheduler.Storage;
using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql;

/// <summary>Removes finished tasks, oldest first.</summary>
internal sealed class RetentionStatements
{
    public RetentionStatements(TaskSql sql, TableColumns table)
    {
        string finished = sql.In(
            IndexPurpose.Finished,
            $"{sql.Column(State)} = {sql.Dialect.Parameter("state")} AND {sql.IsIn(TaskState.Succeeded, TaskState.Failed, TaskState.Stopped)}");
        string orderBy = $"{sql.Key(FinishedAt)}, {sql.Column(Seq)}";
        Oldest = new()
        {
            Name = "purge_oldest",
            Table = table.Table,
            Parameters = [new("state", ColumnKind.Int32), new("moment", ColumnKind.Timestamp), new("seq", ColumnKind.Int64)],
            Where = $"{finished} AND {sql.Key(FinishedAt)} <= {sql.Dialect.Parameter("moment")} "
                + $"AND ({sql.Key(FinishedAt)} < {sql.Dialect.Parameter("moment")} OR {sql.Column(Seq)} <= {sql.Dialect.Parameter("seq")})",
            OrderBy = orderBy,
            Returning = [Output(Id)],
        };
        OldestPlaces = new()
        {
            Name = "oldest_places",
            Table = table.Table,
            Parameters = [new("state", ColumnKind.Int32)],
            Where = finished,
            OrderBy = orderBy,
            HasLimit = true,
            Returning = [Output(FinishedAt), Output(Seq)],
        };
        Aged = new()
        {
            Name = "purge_aged",
            Table = table.Table,
            Parameters = [new("state", ColumnKind.Int32), new("before", ColumnKind.Timestamp)],
            Where = $"{finished} AND {sql.Key(FinishedAt)} < {sql.Dialect.Parameter("before")}",
            OrderBy = orderBy,
            Returning = [Output(Id)],
        };
        Clock = new()
        {
            Name = "clock",
            Table = "",
            Returning = [new("now", ColumnKind.Timestamp, sql.Dialect.Now)],
        };
    }

    /// <summary>Parameters: state, and the end and the number of the last task to go.</summary>
    public PurgeStatement Oldest { get; }

    /// <summary>Parameters: state. Answers end and number, oldest first.</summary>
    public QueryStatement OldestPlaces { get; }

    /// <summary>Parameters: state, the moment before which a task must have ended.</summary>
    public PurgeStatement Aged { get; }

    /// <summary>The store's clock; a query without a table.</summary>
    public QueryStatement Clock { get; }
}
