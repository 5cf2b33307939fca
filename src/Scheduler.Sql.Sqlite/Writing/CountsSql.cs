using System.Collections.Immutable;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>The table that all kinds of tasks share: one row for each, with its counts, its latest claim token, and how often a task came to wait.</summary>
internal static class CountsSql
{
    public const string Table = CountsTable.Name;

    private static readonly ImmutableArray<string> StateNames = CountsTable.States;
    private static readonly string States = string.Join(", ", StateNames);

    private static readonly string Counted =
        string.Join(", ", StateNames.Select((_, state) => $"count(*) FILTER (WHERE {FrameworkColumns.State} = {state})"));

    public static int StateCount => StateNames.Length;

    public static string Create { get; } =
        $"CREATE TABLE IF NOT EXISTS \"{Table}\" (\n  table_name TEXT NOT NULL PRIMARY KEY,\n"
        + string.Concat(StateNames.Select(s => $"  {s} INTEGER NOT NULL DEFAULT 0,\n"))
        + "  arrivals INTEGER NOT NULL DEFAULT 0,\n  last_token INTEGER NOT NULL DEFAULT 0\n) STRICT, WITHOUT ROWID";

    /// <summary>Answers the latest token.</summary>
    public static CompiledStatement LastToken { get; } = New("last_token", $"SELECT last_token FROM {Table} WHERE table_name = :p_table", "table");

    /// <summary>Answers the number of arrivals.</summary>
    public static CompiledStatement Arrivals { get; } = New("arrivals", $"SELECT arrivals FROM {Table} WHERE table_name = :p_table", "table");

    /// <summary>Answers the counts in the order of the states.</summary>
    public static CompiledStatement Counts { get; } = New("counts", $"SELECT {States} FROM {Table} WHERE table_name = :p_table", "table");

    /// <summary>Adds the differences of a transaction.</summary>
    public static CompiledStatement Add { get; } = New(
        "add_counts",
        $"UPDATE {Table} SET {string.Join(", ", StateNames.Add("arrivals").Select(s => $"{s} = {s} + :p_{s}"))}, last_token = :p_last_token WHERE table_name = :p_table",
        [.. StateNames, "arrivals", "last_token", "table"]);

    /// <summary>Counts a table whose row is not there. Scans it: when it is new it is empty, and otherwise it happens once.</summary>
    public static CompiledStatement Init(string table)
    {
        return New(
            "init_counts",
            $"INSERT INTO {Table} (table_name, {States}, last_token) SELECT :p_table, {Counted}, coalesce(max({FrameworkColumns.ClaimToken}), 0) "
            + $"FROM {SqliteDialect.Instance.Quote(table)}",
            "table");
    }

    /// <summary>Answers the counts of a table whose row is not there yet, in the order of the states. Scans it.</summary>
    public static CompiledStatement Scan(string table) => New("scan_counts", $"SELECT {Counted} FROM {SqliteDialect.Instance.Quote(table)}");

    private static CompiledStatement New(string name, string sql, params string[] parameters) => new()
    {
        Name = name,
        Table = Table,
        Sql = sql,
        Parameters = [.. parameters.Select(p => SqliteDialect.ParameterPrefix + p)],
        Rows = [],
        Outputs = 0,
    };
}
