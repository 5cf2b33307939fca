using System.Collections.Immutable;
using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>Writes the SQL of statements.</summary>
/// <remarks>Rows of input are bound one after the other: in a library that runs in this process a statement has no journey to save.</remarks>
internal static class SqliteCompiler
{
    // No member's column begins with task_.
    private const string Picked = "\"task_picked\"";
    private const string Rank = "\"task_rank\"";

    public static CompiledStatement Compile(SqlStatement statement) => statement switch
    {
        InsertStatement insert => Insert(insert),
        UpdateStatement update => Build(update, Update(update), update.Rows, update.MovesTasks ? CountedMove.Moved : CountedMove.None),
        PickStatement pick => Build(pick, Pick(pick), [], pick.MovesTasks ? CountedMove.Moved : CountedMove.None),
        DeleteStatement delete => Build(delete, $"DELETE FROM {Table(delete)} WHERE {OfRow(delete.Rows)} AND ({delete.Where})", delete.Rows, delete.IsOfTasks ? CountedMove.Removed : CountedMove.None),
        PurgeStatement purge => Build(
            purge, $"DELETE FROM {Table(purge)} WHERE {Q(Seq)} IN ({Choose(purge, Q(Seq), purge.Where, purge.OrderBy, SqliteDialect.LimitParameter)})", [], CountedMove.Removed),
        PutStatement put => Build(put, Put(put), [], CountedMove.None),
        RemoveStatement remove => Build(
            remove,
            $"DELETE FROM {Table(remove)} WHERE {remove.Key} IN (SELECT {remove.Key} FROM {Table(remove)} WHERE {remove.Where} ORDER BY {remove.OrderBy} LIMIT {SqliteDialect.LimitParameter})",
            [],
            CountedMove.None),
        QueryStatement query => Query(query),
        _ => throw new NotSupportedException($"SQLite has no {statement.GetType().Name}."),
    };

    private static CompiledStatement Insert(InsertStatement insert)
    {
        string columns = string.Join(", ", insert.Values.Select(v => Q(v.Column)));
        string values = string.Join(", ", insert.Values.Select(v => v.Value));
        string sql = $"INSERT INTO {Table(insert)} ({columns}) VALUES ({values})";
        return insert.IsOfTasks
            ? Build(insert, sql, insert.Rows, CountedMove.Added)
            : Build(insert, $"{sql} {Replace(insert)}", insert.Rows, CountedMove.None);
    }

    private static string Replace(InsertStatement insert)
    {
        string set = string.Join(", ", insert.Values.Where(v => v.Column != Id).Select(v => $"{Q(v.Column)} = excluded.{Q(v.Column)}"));
        return $"ON CONFLICT ({Q(Id)}) DO UPDATE SET {set} "
            + $"WHERE {Q(SavedBy)} <> excluded.{Q(SavedBy)} OR {Q(SaveNumber)} < excluded.{Q(SaveNumber)}";
    }

    private static string Put(PutStatement put)
    {
        string columns = string.Join(", ", put.Values.Select(v => v.Column));
        string values = string.Join(", ", put.Values.Select(v => v.Value));
        string set = string.Join(", ", put.Values.Where(v => v.Column != put.Key && v.Column != put.Kept).Select(v => $"{v.Column} = excluded.{v.Column}"));
        return $"INSERT INTO {Table(put)} ({columns}) VALUES ({values}) ON CONFLICT ({put.Key}) DO UPDATE SET {set}";
    }

    private static string Update(UpdateStatement update) =>
        $"UPDATE {Table(update)} SET {Assignments(update.Set)} WHERE {OfRow(update.Rows)} AND ({update.Where})";

    // The subquery is finished before the first row changes, so that a changed row is not met again.
    private static string Pick(PickStatement pick)
    {
        string chosen = Choose(pick, $"{Q(Seq)} AS {Picked}", pick.Where, pick.OrderBy, Limit(pick));
        if (!UsesToken(pick.Set))
        {
            return $"UPDATE {Table(pick)} SET {Assignments(pick.Set)} FROM ({chosen}) WHERE {Q(Seq)} = {Picked}";
        }

        // Each row its own token, in the order of the choice. The rank is taken outside, where the limit has cut the rest off.
        IEnumerable<SqlAssignment> set = pick.Set.Select(a => a with
        {
            Value = a.Value.Replace(SqliteDialect.TokenParameter, $"({SqliteDialect.TokenParameter} + {Rank})", StringComparison.Ordinal),
        });
        return $"UPDATE {Table(pick)} SET {Assignments(set)} FROM (SELECT {Picked}, row_number() OVER () AS {Rank} FROM ({chosen})) WHERE {Q(Seq)} = {Picked}";
    }

    // Only as many rows are counted as there is a limit for.
    private static string Limit(PickStatement pick)
    {
        const string Allowed = SqliteDialect.ParameterPrefix + "cluster_limit";
        return pick.CountedAgainstLimit is { } counted
            ? $"max(0, min({SqliteDialect.LimitParameter}, {Allowed} - (SELECT count(*) FROM (SELECT 1 FROM {Table(pick)} WHERE {counted} LIMIT {Allowed}))))"
            : SqliteDialect.LimitParameter;
    }

    private static CompiledStatement Query(QueryStatement query)
    {
        string sql = $"SELECT {Outputs(query.Returning)}";
        if (query.Table.Length > 0)
        {
            sql += $" FROM {Table(query)}";
        }

        string where = string.Join(" AND ", new[] { query.Rows.IsEmpty ? null : OfRow(query.Rows), query.Where is null ? null : $"({query.Where})" }.OfType<string>());
        sql += where.Length > 0 ? $" WHERE {where}" : "";
        sql += query.OrderBy is { } orderBy ? $" ORDER BY {orderBy}" : "";
        sql += query.HasLimit ? $" LIMIT {SqliteDialect.LimitParameter}" : "";
        return New(query, sql, query.Rows, CountedMove.None);
    }

    private static CompiledStatement Build(SqlStatement statement, string sql, ImmutableArray<SqlInput> rows, CountedMove counted)
    {
        IEnumerable<SqlOutput> hidden = counted switch
        {
            CountedMove.Moved => [Output(From), Output(State)],
            CountedMove.Removed => [Output(State)],
            _ => [],
        };
        string outputs = Outputs(statement.Returning.Concat(hidden));
        return New(statement, outputs.Length > 0 ? $"{sql} RETURNING {outputs}" : sql, rows, counted);
    }

    private static CompiledStatement New(SqlStatement statement, string sql, ImmutableArray<SqlInput> rows, CountedMove counted)
    {
        int state = counted == CountedMove.Added ? rows.IndexOf(rows.First(r => r.Name == "state")) : -1;
        return new()
        {
            Name = statement.Name,
            Table = statement.Table,
            Sql = sql,
            Parameters = [.. statement.Parameters.Select(p => SqliteDialect.ParameterPrefix + p.Name)],
            Rows = [.. rows.Select(r => SqliteDialect.RowPrefix + r.Name)],
            Outputs = statement.Returning.Length,
            Counted = counted,
            StateInput = state,
            UsesToken = sql.Contains(SqliteDialect.TokenParameter, StringComparison.Ordinal),
        };
    }

    private static string Choose(SqlStatement statement, string column, string where, string orderBy, string limit) =>
        $"SELECT {column} FROM {Table(statement)} WHERE {where} ORDER BY {orderBy} LIMIT {limit}";

    // The first value of a row names the task by its id, or by the column whose name it has.
    private static string OfRow(ImmutableArray<SqlInput> rows) =>
        $"{Q(rows[0].Name == "id" ? Id : rows[0].Name)} = {SqliteDialect.RowPrefix}{rows[0].Name}";

    private static string Assignments(IEnumerable<SqlAssignment> set) => string.Join(", ", set.Select(a => $"{Q(a.Column)} = {a.Value}"));

    private static string Outputs(IEnumerable<SqlOutput> outputs) => string.Join(", ", outputs.Select(o => o.Sql ?? Q(o.Name)));

    private static bool UsesToken(IEnumerable<SqlAssignment> set) =>
        set.Any(a => a.Value.Contains(SqliteDialect.TokenParameter, StringComparison.Ordinal));

    private static string Table(SqlStatement statement) => Q(statement.Table);

    private static string Q(string name) => SqliteDialect.Instance.Quote(name);
}
