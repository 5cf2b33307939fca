using System.Data;
using System.Globalization;
using GeneratedScheduler.Storage;
using Npgsql;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>The schema of a PostgreSQL database.</summary>
internal sealed class PostgreSqlSchema(PostgreSqlConnections connections, PostgreSqlDialect dialect) : SqlSchema
{
    // Any number that is always the same; it keeps others of this framework out, and nobody else.
    private const long LockKey = 0x6765_6E73_6368_6564;

    // A task is a row that is written three times in its life, and its indexes with it. Vacuum has to come early and often, not after a fifth of the table.
    private const string Storage =
        "autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000, autovacuum_analyze_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0";

    public override IReadOnlyList<string> CreateShared() =>
    [
        $"CREATE SEQUENCE IF NOT EXISTS {dialect.Qualify(PostgreSqlDialect.Tokens)}",
        $"CREATE TABLE IF NOT EXISTS {dialect.Qualify(CountsTable.Name)} (\n  task_table text NOT NULL,\n"
            + string.Join(",\n", CountsTable.States.Select(c => $"  {c} bigint NOT NULL")) + ",\n  is_base boolean NOT NULL DEFAULT false\n)",
        $"CREATE INDEX IF NOT EXISTS {dialect.Quote(CountsTable.Name + "_task_table")} ON {dialect.Qualify(CountsTable.Name)} (task_table)",
        ProcessesTable.Create(dialect.Qualify(ProcessesTable.Name), "uuid", "timestamp with time zone", "text"),
    ];

    public override async ValueTask<bool> HasSharedAsync(CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using NpgsqlCommand command = new("SELECT to_regclass($1) IS NOT NULL AND to_regclass($2) IS NOT NULL AND to_regclass($3) IS NOT NULL", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = dialect.Qualify(PostgreSqlDialect.Tokens) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = dialect.Qualify(CountsTable.Name) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = dialect.Qualify(ProcessesTable.Name) });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    public override IReadOnlyList<string> CreateTable(TableDesign table) =>
    [
        $"CREATE TABLE {dialect.Qualify(table.Name)} (\n  " + string.Join(",\n  ", table.Columns.Select(Define)) + $"\n) WITH ({Storage})",
    ];

    public override string AddColumn(TableDesign table, ColumnDesign column) =>
        $"ALTER TABLE {dialect.Qualify(table.Name)} ADD COLUMN IF NOT EXISTS {Define(column)}";

    public override string DropNotNull(TableDesign table, ExistingColumn column) =>
        $"ALTER TABLE {dialect.Qualify(table.Name)} ALTER COLUMN {dialect.Quote(column.Name)} DROP NOT NULL";

    public override string? CreateIndex(TableDesign table, IndexDesign index)
    {
        string columns = string.Join(", ", index.Columns.Select(c =>
            c.EndsWith(" DESC", StringComparison.Ordinal) && index.Purpose != IndexPurpose.Member ? $"{dialect.Quote(c[..^5])} DESC" : dialect.Quote(c)));

        // Conditions are made for statements, in which the table is called t.
        string where = index.Where is null ? "" : $" WHERE {index.Where.Replace("t.\"", "\"", StringComparison.Ordinal)}";
        return $"CREATE {(index.IsUnique ? "UNIQUE " : "")}INDEX IF NOT EXISTS {dialect.Quote(index.Name)} ON {dialect.Qualify(table.Name)} ({columns}){where}";
    }

    public override string TypeOf(ColumnDesign column) => column switch
    {
        { Kind: ColumnKind.Text, Length: { } length } => $"character varying({length})",
        { Kind: ColumnKind.UInt64 } => "numeric(20,0)",
        { Kind: ColumnKind.Decimal, Precision: { } precision } => $"numeric({precision},{column.Scale ?? 0})",
        _ => PostgreSqlDialect.InputType(column.Kind),
    };

    public override bool Fits(ColumnDesign wanted, ExistingColumn existing)
    {
        string type = TypeOf(wanted);
        return wanted.Kind switch
        {
            ColumnKind.Text => existing.Type is "text" || IsAsLong(existing.Type, wanted.Length),
            ColumnKind.Decimal => existing.Type is "numeric" || existing.Type == type,
            ColumnKind.UInt64 => existing.Type.StartsWith("numeric", StringComparison.Ordinal),
            ColumnKind.Json => existing.Type is "json" or "jsonb",
            _ => existing.Type == type,
        };
    }

    public override async ValueTask<ExistingTable?> ReadTableAsync(string table, CancellationToken cancellationToken)
    {
        const string Columns = """
            SELECT a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull, a.atthasdef OR a.attidentity <> ''
            FROM pg_attribute a WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
            """;
        const string Indexes = "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = to_regclass($1)";
        string name = dialect.Qualify(table);
        List<ExistingColumn> columns = await QueryAsync(Columns, name, static row =>
            new ExistingColumn(row.GetString(0), Unquoted(row.GetString(1)), row.GetBoolean(2), row.GetBoolean(3)), cancellationToken).ConfigureAwait(false);
        List<string> indexes = await QueryAsync(Indexes, name, static row => row.GetString(0), cancellationToken).ConfigureAwait(false);
        return columns.Count == 0 ? null : new ExistingTable(table, [.. columns], [.. indexes]);
    }

    public override (string Problem, string Sql)? MissingFor(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidSchemaName } when dialect.Schema is { } schema =>
            ($"The schema '{schema}' is not there.", $"CREATE SCHEMA {dialect.Quote(schema)};\n"),
        PostgresException { SqlState: PostgresErrorCodes.InvalidSchemaName } =>
            ("The search path of the connections has no schema that is there. Name one with SchemaName, or create one.", "CREATE SCHEMA IF NOT EXISTS public;\n"),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } denied =>
            ($"The account of the connection string lacks a right ({denied.MessageText}).", Grant()),
        _ => null,
    };

    public override async ValueTask ChangeAsync(
        Func<CancellationToken, ValueTask<IReadOnlyList<string>>> change, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using NpgsqlTransaction transaction =
            await PostgreSqlConnections.BeginAsync(connection, IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await RunAsync(connection, $"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken).ConfigureAwait(false);
        foreach (string statement in await change(cancellationToken).ConfigureAwait(false))
        {
            await RunAsync(connection, statement, cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // An index of a large table takes its time, and so does waiting for the process that makes it.
        await using NpgsqlCommand command = new(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<List<T>> QueryAsync<T>(string sql, string name, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using NpgsqlCommand command = new(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    // What is made by somebody else has to be found.
    private string Grant() => connections.Settings.Username is { } account
        ? $"GRANT USAGE ON SCHEMA {dialect.Quote(dialect.Schema ?? "public")} TO {dialect.Quote(account)};\n"
        : "";

    // The server quotes names of types where quote_all_identifiers is on.
    private static string Unquoted(string type) => type.Replace("\"", "", StringComparison.Ordinal);

    private static bool IsAsLong(string type, int? wanted) =>
        wanted is { } least
        && type.StartsWith("character varying(", StringComparison.Ordinal)
        && int.TryParse(type.AsSpan(18, type.Length - 19), NumberStyles.None, CultureInfo.InvariantCulture, out int length)
        && length >= least;

    private string Define(ColumnDesign column)
    {
        string type = TypeOf(column);
        string rest = column.IsSequence ? " GENERATED BY DEFAULT AS IDENTITY"
            : $"{(column.IsNullable ? "" : " NOT NULL")}{(column.Default is { } value ? $" DEFAULT {value}" : "")}";
        return $"{dialect.Quote(column.Name)} {type}{rest}";
    }
}
