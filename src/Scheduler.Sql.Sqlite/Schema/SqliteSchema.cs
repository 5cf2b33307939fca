using System.Collections.Immutable;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>Tables of tasks in SQLite: STRICT, so that a column holds what it says.</summary>
internal sealed class SqliteSchema(SqliteFile file) : SqlSchema
{
    private static readonly CompiledStatement TableName = Ask("table_name", "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = :p_table COLLATE NOCASE");
    private static readonly CompiledStatement TableColumns = Ask("columns", "SELECT name, type, \"notnull\", dflt_value IS NOT NULL FROM pragma_table_info(:p_table)");
    private static readonly CompiledStatement TableIndexes = Ask("indexes", "SELECT name FROM pragma_index_list(:p_table)");

    public override IReadOnlyList<string> CreateShared() =>
        [CountsSql.Create, ClockRow.Create, ProcessesTable.Create(ProcessesTable.Name, "TEXT", "TEXT", "TEXT") + " STRICT, WITHOUT ROWID"];

    public override ValueTask<bool> HasSharedAsync(CancellationToken cancellationToken) =>
        file.Readers.UseAsync(static session => Has(session, CountsSql.Table) && Has(session, ProcessesTable.Name), cancellationToken);

    public override IReadOnlyList<string> CreateTable(TableDesign table) =>
        [$"CREATE TABLE {Q(table.Name)} (\n  {string.Join(",\n  ", table.Columns.Select(Definition))}\n) STRICT"];

    public override string AddColumn(TableDesign table, ColumnDesign column) => $"ALTER TABLE {Q(table.Name)} ADD COLUMN {Definition(column)}";

    /// <summary>
    /// SQLite 3.53 has a statement of its own for it, but most people's shells are older; this runs everywhere since 3.35. The values stay. A column
    /// that has an index cannot be dropped; the next start makes the index again.
    /// </summary>
    public override string DropNotNull(TableDesign table, ExistingColumn column)
    {
        string copy = Q("task_copy_of_" + column.Name);
        string alter = $"ALTER TABLE {Q(table.Name)}";
        return "BEGIN IMMEDIATE;\n"
            + $"DROP INDEX IF EXISTS {Q(TableDesigner.NameOfMemberIndex(table.Name, column.Name, SqliteDialect.Instance))};\n"
            + $"{alter} ADD COLUMN {copy} {column.Type};\n"
            + $"UPDATE {Q(table.Name)} SET {copy} = {Q(column.Name)};\n"
            + $"{alter} DROP COLUMN {Q(column.Name)};\n"
            + $"{alter} RENAME COLUMN {copy} TO {Q(column.Name)};\n"
            + "COMMIT;";
    }

    public override string CreateIndex(TableDesign table, IndexDesign index)
    {
        string unique = index.IsUnique ? "UNIQUE " : "";
        string where = index.Where is null ? "" : $" WHERE {index.Where}";

        // Tasks that are not ready are also in the index of the waiting ones, which SQLite would take, and sort, because it knows an equality there.
        IEnumerable<string> columns = index.Purpose == IndexPurpose.Delayed ? index.Columns.Prepend(FrameworkColumns.Ready) : index.Columns;
        return $"CREATE {unique}INDEX {Q(index.Name)} ON {Q(table.Name)} ({string.Join(", ", columns.Select(Indexed))}){where}";
    }

    public override string TypeOf(ColumnDesign column) => column.Kind switch
    {
        ColumnKind.Boolean or ColumnKind.Int32 or ColumnKind.Int64 => "INTEGER",
        ColumnKind.Single or ColumnKind.Double => "REAL",
        ColumnKind.Bytes => "BLOB",
        _ => "TEXT",
    };

    public override bool Fits(ColumnDesign wanted, ExistingColumn existing)
    {
        string type = existing.Type.Equals("INT", StringComparison.OrdinalIgnoreCase) ? "INTEGER" : existing.Type;
        return type.Equals(TypeOf(wanted), StringComparison.OrdinalIgnoreCase) || type.Equals("ANY", StringComparison.OrdinalIgnoreCase);
    }

    public override ValueTask<ExistingTable?> ReadTableAsync(string table, CancellationToken cancellationToken) =>
        file.Readers.UseAsync(session => ReadTable(session, table), cancellationToken);

    /// <summary>
    /// The write lock of the file keeps all others out. What is read meanwhile is read on other connections, and is what there is: nobody else can
    /// change it.
    /// </summary>
    public override async ValueTask ChangeAsync(
        Func<CancellationToken, ValueTask<IReadOnlyList<string>>> change, CancellationToken cancellationToken)
    {
        using SqliteSession session = SqliteSession.Open(file.Location);
        WriteLock.Take(session, file.Location.BusyTimeout);
        foreach (string statement in await change(cancellationToken).ConfigureAwait(false))
        {
            session.Check(session.TryRun(statement));
        }

        // Closing the connection rolls back what does not come so far.
        session.Check(session.TryRun("COMMIT"));
    }

    private static ExistingTable? ReadTable(SqliteSession session, string table)
    {
        // Names are the same whatever their case; the counts go by the one that the table has.
        if (Read(session, TableName, table, static s => s.Text(0)) is not [string name, ..])
        {
            return null;
        }

        ImmutableArray<ExistingColumn> columns = Read(
            session, TableColumns, name, static s => new ExistingColumn(s.Text(0), s.Text(1), s.Integer(2) == 0, s.Integer(3) != 0));
        return new ExistingTable(name, columns, Read(session, TableIndexes, name, static s => s.Text(0)));
    }

    private static bool Has(SqliteSession session, string table) => Read(session, TableName, table, static _ => true).Length > 0;

    private static ImmutableArray<T> Read<T>(SqliteSession session, CompiledStatement statement, string table, Func<PreparedStatement, T> read)
    {
        using ValueBuffer values = new();
        new SqliteColumnWriter(values).WriteText(table);
        return CallRunner.Execute(session, statement, values, new Moment(), s =>
        {
            ImmutableArray<T>.Builder rows = ImmutableArray.CreateBuilder<T>();
            while (s.Step())
            {
                rows.Add(read(s));
            }

            return rows.ToImmutable();
        });
    }

    private static CompiledStatement Ask(string name, string sql) =>
        new() { Name = name, Table = "sqlite_schema", Sql = sql, Parameters = [":p_table"], Rows = [], Outputs = 0 };

    private string Definition(ColumnDesign column)
    {
        // The number of a row, never used again even if the last row is deleted.
        if (column.IsSequence)
        {
            return $"{Q(column.Name)} INTEGER PRIMARY KEY AUTOINCREMENT";
        }

        string notNull = column.IsNullable ? "" : " NOT NULL";
        string byDefault = column.Default switch
        {
            null => "",
            "false" => " DEFAULT 0",
            "true" => " DEFAULT 1",
            string value => $" DEFAULT {value}",
        };
        return $"{Q(column.Name)} {TypeOf(column)}{notNull}{byDefault}";
    }

    private static string Indexed(string column) =>
        column.EndsWith(" DESC", StringComparison.Ordinal) ? $"{Q(column[..^5])} DESC" : Q(column);

    private static string Q(string name) => SqliteDialect.Instance.Quote(name);
}
