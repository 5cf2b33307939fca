using System.Collections.Immutable;
using System.Data.Common;
using System.Text;

namespace GeneratedScheduler.Sql;

/// <summary>Compares the table of a kind of task with what it should be, and creates or adds what is missing.</summary>
internal sealed class SchemaKeeper(SqlDatabase database, SchemaMode mode)
{
    /// <summary>Makes the table ready, and says under which names its columns really are.</summary>
    /// <param name="mapped">What the mapper says.</param>
    /// <param name="beside">A transaction that the caller has open; <see langword="null"/> for none. What it holds is not waited for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SqlSchemaException">Something is missing that may not be created, or is there and does not fit.</exception>
    public async ValueTask<TableColumns> EnsureAsync(MappedTable mapped, DbTransaction? beside, CancellationToken cancellationToken)
    {
        if (beside is not null && database.NeededToOpenBeside(beside) is { } needed)
        {
            throw NotBeside(mapped.Table, needed);
        }

        SchemaDifference difference;
        try
        {
            difference = await CompareAsync(mapped, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (database.Schema.MissingFor(exception) is { } missing)
        {
            throw new SqlSchemaException(mapped.Table, missing.Problem + " Someone with the right to do so must run this SQL:", missing.Sql, exception);
        }

        if (difference.Statements.Count == 0)
        {
            return difference.Columns;
        }

        if (mode == SchemaMode.Check)
        {
            throw new SqlSchemaException(
                difference.Columns.Table,
                "something is missing, and SchemaMode.Check lets the container change nothing. Run this SQL, or print all of it with ScriptSchema():",
                Script(difference.Statements));
        }

        if (beside is not null && database.HasOneWriter)
        {
            throw NotBeside(difference.Columns.Table, Script(difference.Statements));
        }

        try
        {
            await database.Schema.ChangeAsync(async token => (difference = await CompareAsync(mapped, token).ConfigureAwait(false)).Statements, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (database.Schema.MissingFor(exception) is { } missing)
        {
            throw new SqlSchemaException(
                difference.Columns.Table,
                missing.Problem + " Someone with the right to do so must run this SQL; with SchemaMode.Check the container never tries:",
                missing.Sql + Script(difference.Statements),
                exception);
        }

        return difference.Columns;
    }

    /// <summary>Everything that a database without any of our tables needs.</summary>
    public string ScriptAll(MappedTable mapped)
    {
        TableDesign table = TableDesigner.Design(database.Dialect, mapped.Resolve(mapped.Table, null));
        return Script([.. mapped.Kind == TableKind.Tasks ? database.Schema.CreateShared() : [], .. Create(table)]);
    }

    public static string Script(IEnumerable<string> statements)
    {
        StringBuilder script = new();
        foreach (string statement in statements)
        {
            script.Append(statement.TrimEnd(';', ' ', '\n')).Append(";\n");
        }

        return script.ToString();
    }

    private async ValueTask<SchemaDifference> CompareAsync(MappedTable mapped, CancellationToken cancellationToken)
    {
        SqlSchema schema = database.Schema;
        List<string> statements = [];
        if (mapped.Kind == TableKind.Tasks && !await schema.HasSharedAsync(cancellationToken).ConfigureAwait(false))
        {
            statements.AddRange(schema.CreateShared());
        }

        ExistingTable? existing = await FindAsync(mapped, cancellationToken).ConfigureAwait(false);
        TableColumns columns = mapped.Resolve(existing?.Name ?? mapped.Table, existing);
        TableDesign table = TableDesigner.Design(database.Dialect, columns);
        statements.AddRange(existing is null ? Create(table) : Change(table, existing, mapped.Kind));
        return new SchemaDifference(columns, statements);
    }

    private async ValueTask<ExistingTable?> FindAsync(MappedTable mapped, CancellationToken cancellationToken)
    {
        foreach (string name in mapped.FormerTables.Prepend(mapped.Table))
        {
            if (await database.Schema.ReadTableAsync(name, cancellationToken).ConfigureAwait(false) is { } table)
            {
                return table;
            }
        }

        return null;
    }

    private IEnumerable<string> Create(TableDesign table) =>
        [.. database.Schema.CreateTable(table), .. table.Indexes.Select(i => database.Schema.CreateIndex(table, i)).OfType<string>()];

    private List<string> Change(TableDesign table, ExistingTable existing, TableKind kind)
    {
        List<string> statements = [];
        Dictionary<string, ExistingColumn> columns = existing.Columns.ToDictionary(c => c.Name, StringComparer.OrdinalIgnoreCase);
        if (!columns.ContainsKey(kind == TableKind.Tasks ? FrameworkColumns.State : FrameworkColumns.SavedAt))
        {
            throw new SqlSchemaException(
                table.Name, $"it is there, but is no table of {(kind == TableKind.Tasks ? "tasks" : "outputs")}. Give the task another table with [TaskTable(\"…\")], or rename this one:", $"ALTER TABLE {database.Dialect.Quote(table.Name)} RENAME TO …;");
        }

        List<ExistingColumn> full = [];
        foreach (ColumnDesign column in table.Columns)
        {
            if (!columns.TryGetValue(column.Name, out ExistingColumn? there))
            {
                // Rows that are there have no value for it.
                statements.Add(database.Schema.AddColumn(table, column with { IsNullable = column.Default is null || column.IsNullable }));
            }
            else if (!database.Schema.Fits(column, there))
            {
                throw DoesNotFit(table, column, there);
            }
            else if (column.MayHoldNull && !there.IsNullable)
            {
                full.Add(there);
            }
        }

        if (full.Count > 0)
        {
            throw MayNotBeEmpty(table, full);
        }

        RefuseStrangers(table, existing);
        statements.AddRange(table.Indexes.Where(i => !existing.Indexes.Contains(i.Name, StringComparer.OrdinalIgnoreCase))
            .Select(i => database.Schema.CreateIndex(table, i)).OfType<string>());
        return statements;
    }

    private SqlSchemaException DoesNotFit(TableDesign table, ColumnDesign column, ExistingColumn there)
    {
        SqlDialect dialect = database.Dialect;
        string type = database.Schema.TypeOf(column);
        return new SqlSchemaException(
            table.Name,
            $"column '{column.Name}' is {there.Type}, which cannot hold what the task stores in it ({type}). Columns are only ever added, never changed: "
            + "convert it yourself while no process uses the table, or give the member a column of another name with [TaskColumn(\"…\")]. The old column can stay beside it:",
            $"ALTER TABLE {dialect.Quote(table.Name)} RENAME COLUMN {dialect.Quote(column.Name)} TO {dialect.Quote(column.Name + "_old")};");
    }

    // Found here, and not when the first null is added, maybe weeks later. Not run by us: that a column may be empty is a change of what is there, and
    // processes of the former version cannot read a row in which it is.
    private SqlSchemaException MayNotBeEmpty(TableDesign table, List<ExistingColumn> full) => new(
        table.Name,
        $"{(full.Count == 1 ? "column" : "columns")} '{string.Join("', '", full.Select(c => c.Name))}' may not be empty, and the task may store null there. Columns are only "
        + "ever added, never changed: let them be empty yourself, once no process of a version runs that cannot read null there:",
        Script(full.Select(c => database.Schema.DropNotNull(table, c))));

    private SqlSchemaException NotBeside(string table, string sql) => new(
        table,
        $"it is not ready for the task, and cannot be made ready while your transaction is open: {database.Dialect.Name} lets one transaction write at a time, and we would "
        + "wait for yours. Make a call to the scheduler before you begin the transaction, such as CountAsync() once at the start of the program, or run this SQL:",
        sql);

    // A column that no row may leave empty, and that we do not know, would let every add fail.
    private void RefuseStrangers(TableDesign table, ExistingTable existing)
    {
        HashSet<string> known = new(table.Columns.Select(c => c.Name), StringComparer.OrdinalIgnoreCase);
        if (existing.Columns.FirstOrDefault(c => !known.Contains(c.Name) && !c.IsNullable && !c.HasDefault) is { } stranger)
        {
            throw new SqlSchemaException(
                table.Name,
                $"column '{stranger.Name}' may not be empty, has no default, and belongs to no member of the task; no row could be added. "
                + "If the member was renamed, say so with [FormerName(\"…\")] on it; otherwise let the column be empty:",
                database.Schema.DropNotNull(table, stranger));
        }
    }

    private sealed record SchemaDifference(TableColumns Columns, IReadOnlyList<string> Statements);
}

/// <summary>What a mapper says about its table.</summary>
internal sealed record MappedTable(
    string Table,
    ImmutableArray<string> FormerTables,
    ImmutableArray<Storage.TaskColumn> Task,
    ImmutableArray<Storage.TaskColumn> Result)
{
    /// <summary>What the rows are.</summary>
    public TableKind Kind { get; init; }

    /// <summary>The columns under the names that they have in a table that is there.</summary>
    public TableColumns Resolve(string table, ExistingTable? existing) =>
        TableDesigner.Resolve(table, Task, Result, existing) with { Kind = Kind };
}
