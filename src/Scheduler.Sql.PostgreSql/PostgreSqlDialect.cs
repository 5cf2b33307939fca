using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>How SQL is written for PostgreSQL. Rows of input come as arrays, one for each column, so that the text does not depend on their number.</summary>
/// <param name="schema">The schema of all tables; <see langword="null"/> for the first one of the search path.</param>
/// <param name="clock">SQL of the present moment; tests move it.</param>
internal sealed class PostgreSqlDialect(string? schema = null, string clock = PostgreSqlDialect.StatementClock) : SqlDialect
{
    /// <summary>The beginning of the statement, so that it is the same throughout, and later than whatever the statement waited for in its queue.</summary>
    public const string StatementClock = "statement_timestamp()";

    /// <summary>The sequence of claim tokens, shared by all kinds of tasks.</summary>
    public const string Tokens = "scheduler_claim_tokens";

    // What encloses a parameter's name until the statement is compiled. No name of a parameter has it, and no identifier may.
    private const char Mark = '\u0001';

    /// <summary>The schema of all tables; <see langword="null"/> for the first one of the search path.</summary>
    public string? Schema => schema;

    public override string Name => "PostgreSQL";

    public override int MaxNameLength => 63;

    public override string Now => clock;

    public override string NextToken => $"nextval({Literal(Qualify(Tokens))}::regclass)";

    public static string PlaceOf(string parameter) => $"{Mark}{parameter}{Mark}";

    public override string Quote(string name) => name.Contains('\0', StringComparison.Ordinal) || name.Contains(Mark, StringComparison.Ordinal)
        ? throw new ArgumentException($"The name '{name}' has control characters; PostgreSQL cannot have it.", nameof(name))
        : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A table, index or sequence with its schema.</summary>
    public string Qualify(string name) => schema is null ? Quote(name) : $"{Quote(schema)}.{Quote(name)}";

    public override string Column(string name) => $"t.{Quote(name)}";

    public override string Parameter(string name) => PlaceOf(name);

    public override string Row(string name) => $"b.{Quote(name)}";

    public override string After(string ticks) =>
        $"LEAST({Now} + ({ticks}) / 10 * interval '1 microsecond', timestamptz '9999-12-31 23:59:59Z')";

    public override string Later(string one, string other) => $"GREATEST({one}, {other})";

    public override string Contains(string column, string text) => $"strpos({column}, {text}) > 0";

    public override string Literal(bool value) => value ? "true" : "false";

    public override string Literal(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    public override string Null(ColumnKind kind) => $"NULL::{InputType(kind)}";

    /// <summary>The type in which values of a kind are sent.</summary>
    public static string InputType(ColumnKind kind) => kind switch
    {
        ColumnKind.Boolean => "boolean",
        ColumnKind.Int32 => "integer",
        ColumnKind.Int64 => "bigint",
        ColumnKind.UInt64 or ColumnKind.Decimal => "numeric",
        ColumnKind.Single => "real",
        ColumnKind.Double => "double precision",
        ColumnKind.Guid => "uuid",
        ColumnKind.Date => "date",
        ColumnKind.Timestamp => "timestamp with time zone",
        ColumnKind.Bytes => "bytea",
        ColumnKind.Json => "json",
        _ => "text",
    };
}
