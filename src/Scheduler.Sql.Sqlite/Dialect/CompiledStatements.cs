using System.Collections.Concurrent;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>
/// The compiled statements of this process, one for each text: connections keep what they prepare by it, and must not keep more when a
/// container over the same table is made again and again.
/// </summary>
internal static class CompiledStatements
{
    private static readonly ConcurrentDictionary<(string Sql, string Inputs), CompiledStatement> Known = new();

    public static CompiledStatement Get(SqlStatement statement)
    {
        CompiledStatement compiled = SqliteCompiler.Compile(statement);
        // The order of the values is not always seen in the text: a value may be in it twice, or not at all.
        return Known.GetOrAdd((compiled.Sql, string.Join(",", [.. compiled.Parameters, .. compiled.Rows])), compiled);
    }
}
