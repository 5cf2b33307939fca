using GeneratedScheduler.Storage;
using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql;

/// <summary>Saves, loads and removes outputs.</summary>
internal sealed class OutputStatements
{
    public OutputStatements(SqlDialect dialect, TableColumns table)
    {
        string id = dialect.Row("id");
        Save = new()
        {
            Name = "save_output",
            Table = table.Table,
            IsOfTasks = false,
            Rows = [new("id", ColumnKind.Guid), new("saved_by", ColumnKind.Guid), new("save_number", ColumnKind.Int64), .. TableColumns.Inputs(table.Result)],
            Values =
            [
                new(Id, id),
                new(SavedAt, dialect.Now),
                new(SavedBy, dialect.Row("saved_by")),
                new(SaveNumber, dialect.Row("save_number")),
                .. table.Result.Zip(TableColumns.Inputs(table.Result), (column, input) => new SqlAssignment(column.Name, dialect.Row(input.Name))),
            ],
        };
        Load = new()
        {
            Name = "load_output",
            Table = table.Table,
            Rows = [new("id", ColumnKind.Guid)],
            Returning = [Output(Id), .. TableColumns.Outputs(table.Result)],
        };
        Remove = Delete("remove_output", table, [], dialect.Literal(true));
        string isAged = $"{dialect.Column(SavedAt)} < {dialect.Parameter("before")}";
        Aged = new()
        {
            Name = "aged_outputs",
            Table = table.Table,
            Parameters = [new("before", ColumnKind.Timestamp)],
            Where = isAged,
            OrderBy = $"{dialect.Column(SavedAt)}, {dialect.Column(Seq)}",
            HasLimit = true,
            Returning = [Output(Id)],
        };
        RemoveAged = Delete("remove_aged_outputs", table, [new("before", ColumnKind.Timestamp)], isAged);
        Clock = new() { Name = "clock", Table = "", Returning = [new("now", ColumnKind.Timestamp, dialect.Now)] };
    }

    /// <summary>Rows: id, who saves, the number of the save, the result.</summary>
    public InsertStatement Save { get; }

    /// <summary>Rows: id. Answers the id and the result.</summary>
    public QueryStatement Load { get; }

    /// <summary>Rows: id.</summary>
    public DeleteStatement Remove { get; }

    /// <summary>Parameters: the moment before which an output must have been saved. Answers ids, oldest first.</summary>
    public QueryStatement Aged { get; }

    /// <summary>Parameters: that moment. Rows: id. What was saved again meanwhile stays.</summary>
    public DeleteStatement RemoveAged { get; }

    /// <summary>The store's clock; a query without a table.</summary>
    public QueryStatement Clock { get; }

    private static DeleteStatement Delete(string name, TableColumns table, System.Collections.Immutable.ImmutableArray<SqlInput> parameters, string where) => new()
    {
        Name = name,
        Table = table.Table,
        IsOfTasks = false,
        Parameters = parameters,
        Rows = [new("id", ColumnKind.Guid)],
        Where = where,
    };
}
