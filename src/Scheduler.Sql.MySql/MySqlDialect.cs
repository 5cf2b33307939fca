using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>How SQL is written for MySQL and MariaDB; only what both have.</summary>
/// <param name="clock">SQL of the present moment in UTC; tests move it.</param>
internal sealed class MySqlDialect(string clock = MySqlDialect.StatementClock) : SqlDialect
{
    /// <summary>The beginning of the statement, in UTC whatever the time zone of the session is.</summary>
    public const string StatementClock = "UTC_TIMESTAMP(6)";

    /// <summary>The table whose only row is locked by those who claim under a cluster-wide limit. It handed out tokens once.</summary>
    public const string LimitLock = "scheduler_claim_tokens";

    /// <summary>The variable that counts up while a statement hands out tokens.</summary>
    public const string TokenVariable = "@scheduler_token";

    private const string LastMoment = "TIMESTAMP'9999-12-31 23:59:59'";

    // What encloses a parameter's name until the statement is compiled. No name of a parameter has it.
    private const char Mark = '\u0001';

    public override string Name => "MySQL";

    public override int MaxNameLength => 64;

    public override string Now => clock;

    // Greater than the one that the row has, wherever that one came from: a restored table, or counts that were dropped and made again.
    public override string NextToken => $"GREATEST({Column(FrameworkColumns.ClaimToken)} + 1, {FirstToken})";

    public override string FirstToken => $"({TokenVariable} := {TokenVariable} + 1)";

    public override string Quote(string name) => name.Contains('\0', StringComparison.Ordinal) || name.Contains(Mark, StringComparison.Ordinal)
        ? throw new ArgumentException($"The name '{name}' has control characters; MySQL cannot have it.", nameof(name))
        : $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    public override string Column(string name) => $"t.{Quote(name)}";

    public override string Key(string column) => Column(column switch
    {
        FrameworkColumns.Ready => Shelves.Waiting,
        FrameworkColumns.NotBefore or FrameworkColumns.LeaseUntil or FrameworkColumns.FinishedAt => Shelves.Moment,
        FrameworkColumns.UniqueKey => Shelves.OpenKey,
        _ => column,
    });

    public override string? Part(IndexPurpose index) => Shelves.Condition(index, this);

    public override string Parameter(string name) => PlaceOf(name);

    /// <summary>The place in which a parameter stands until the statement is compiled.</summary>
    public static string PlaceOf(string parameter) => $"{Mark}{parameter}{Mark}";

    public override string Row(string name) => $"b.{Quote(name)}";

    // No moment may come out that MySQL does not have, so the time is cut, and not the sum.
    public override string After(string ticks) =>
        $"TIMESTAMPADD(MICROSECOND, LEAST(({ticks}) DIV 10, TIMESTAMPDIFF(MICROSECOND, {Now}, {LastMoment})), {Now})";

    public override string Later(string one, string other) => $"GREATEST({one}, {other})";

    // Such columns hold bytes. Compared as text, 'a' would be 'a '.
    public override string Ordinal(string text) => $"CAST({text} AS BINARY)";

    public override string Contains(string column, string text) => $"LOCATE({text}, {column}) > 0";

    public override string Literal(bool value) => value ? "TRUE" : "FALSE";

    // A backslash escapes or does not, as the session says; written as bytes it is only itself.
    public override string Literal(string value) => value.Contains('\\', StringComparison.Ordinal)
        ? $"CONVERT(X'{Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(value))}' USING utf8mb4)"
        : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    public override string Null(ColumnKind kind) => "NULL";

    /// <summary>A value that is sent, as a value of the column's type: so that it compares with the column, and uses its index.</summary>
    public static string Typed(string value, ColumnKind kind) => kind switch
    {
        ColumnKind.Guid => $"CONVERT({value} USING ascii) COLLATE ascii_bin",
        ColumnKind.Text or ColumnKind.Json => $"CONVERT({value} USING utf8mb4) COLLATE utf8mb4_bin",
        ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.Boolean => $"CAST({value} AS SIGNED)",
        ColumnKind.UInt64 => $"CAST({value} AS UNSIGNED)",
        ColumnKind.Single or ColumnKind.Double => $"CAST({value} AS DOUBLE)",
        ColumnKind.Decimal => $"CONVERT({value} USING ascii) COLLATE ascii_bin",
        ColumnKind.Date => $"CAST({value} AS DATE)",
        ColumnKind.Timestamp => $"CAST({value} AS DATETIME(6))",
        ColumnKind.Bytes => $"CAST({value} AS BINARY)",
        _ => value,
    };
}
