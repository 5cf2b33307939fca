using System.Collections.Immutable;
using GeneratedScheduler.Storage;
using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql;

/// <summary>Adds tasks.</summary>
internal sealed class AddStatements
{
    private readonly TaskSql _sql;
    private readonly TableColumns _table;

    public AddStatements(TaskSql sql, TableColumns table)
    {
        _sql = sql;
        _table = table;
        Add = Build();
    }

    /// <summary>Rows: the options, then the payload.</summary>
    public InsertStatement Add { get; }

    private InsertStatement Build() => new()
    {
        Name = "add",
        Table = _table.Table,
        Rows =
        [
            new("id", ColumnKind.Guid),
            new("state", ColumnKind.Int32),
            new("priority", ColumnKind.Int32),
            new("delay", ColumnKind.Int64),
            new("not_before", ColumnKind.Timestamp),
            new("unique_key", ColumnKind.Text),
            new("timeout", ColumnKind.Int64),
            new("max_attempts", ColumnKind.Int32),
            .. TableColumns.Inputs(_table.Task),
        ],
        Values = [.. Values()],
        Returning = [],
    };

    private IEnumerable<SqlAssignment> Values()
    {
        SqlDialect d = _sql.Dialect;
        string isWaiting = $"{d.Row("state")} = {TaskSql.Number(TaskState.Waiting)}";
        string isDue = $"{isWaiting} AND {d.Row("delay")} <= 0 AND ({d.Row("not_before")} IS NULL OR {d.Row("not_before")} <= {d.Now})";
        string ready = $"CASE WHEN {isDue} THEN {d.Literal(true)} ELSE {d.Literal(false)} END";
        yield return new(Id, d.Row("id"));
        yield return new(State, d.Row("state"));
        yield return new(Ready, ready);
        yield return new(Priority, d.Row("priority"));
        yield return new(NotBefore, d.Later(d.After(d.Row("delay")), $"COALESCE({d.Row("not_before")}, {d.Now})"));
        yield return new(UniqueKey, d.Row("unique_key"));
        yield return new(FrameworkColumns.Timeout, d.Row("timeout"));
        yield return new(MaxAttempts, d.Row("max_attempts"));
        yield return new(Delay, d.Row("delay"));
        yield return new(CreatedAt, d.Now);
        ImmutableArray<SqlInput> inputs = TableColumns.Inputs(_table.Task);
        for (int i = 0; i < inputs.Length; i++)
        {
            yield return new(_table.Task[i].Name, d.Row(inputs[i].Name));
        }
    }
}
