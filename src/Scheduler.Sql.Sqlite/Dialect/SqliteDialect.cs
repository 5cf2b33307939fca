using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>How SQLite's SQL is written.</summary>
/// <remarks>
/// Moments are parameters: the writer takes the time once for each transaction and binds it. What lies some ticks after now is a
/// parameter of its own that the writer computes when it binds the ticks, because SQLite's date functions only know milliseconds. So no
/// function has to be registered, and everything that is stored can be queried by any other program that opens the file.
/// </remarks>
internal sealed class SqliteDialect : SqlDialect
{
    public const string NowParameter = ":now";
    public const string TokenParameter = ":next_token";
    public const string LimitParameter = ":limit";
    public const string ParameterPrefix = ":p_";
    public const string RowPrefix = ":r_";
    public const string AfterSuffix = "__after";

    private SqliteDialect()
    {
    }

    public static SqliteDialect Instance { get; } = new();

    public override string Name => "SQLite";

    // SQLite has no limit of its own; this one keeps the names of indexes readable.
    public override int MaxNameLength => 255;

    public override string Now => NowParameter;

    public override string NextToken => TokenParameter;

    public override string Quote(string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("A name cannot contain U+0000: SQLite would read it only up to there.", nameof(name));
        }

        return $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    public override string Column(string name) => Quote(name);

    public override string Parameter(string name) => ParameterPrefix + name;

    public override string Row(string name) => RowPrefix + name;

    public override string After(string ticks) =>
        ticks.StartsWith(ParameterPrefix, StringComparison.Ordinal) || ticks.StartsWith(RowPrefix, StringComparison.Ordinal)
            ? ticks + AfterSuffix
            : throw new ArgumentException($"SQLite can only compute the moment after a parameter or a value of a row, not after '{ticks}'.", nameof(ticks));

    // Moments are text of one length, which sorts like time.
    public override string Later(string one, string other) => $"max({one}, {other})";

    public override string Contains(string column, string text) => $"instr({column}, {text}) > 0";

    public override string Literal(bool value) => value ? "1" : "0";

    public override string Literal(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    public override string Null(ColumnKind kind) => "NULL";
}
