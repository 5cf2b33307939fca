using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GeneratedScheduler.Storage;
using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>A statement as PostgreSQL gets it: first the columns of the rows as arrays, then the parameters, then the limit.</summary>
/// <param name="Text">The SQL, with $1, $2, …</param>
/// <param name="TakesLock">SQL to run before it in the same transaction; <see langword="null"/> for none.</param>
/// <param name="HasLimit">Whether the last parameter is the limit.</param>
/// <param name="Answers">Whether it has a result set, be it empty.</param>
/// <remarks>A ranked statement has three more parameters behind the limit: the arrays of <see cref="RankRanges"/>.</remarks>
internal sealed record CompiledStatement(string Text, string? TakesLock, bool HasLimit, bool Answers)
{
    /// <summary>The same for an update that is a condition: it counts its rows for <see cref="PostgreSqlConditions"/>.</summary>
    public string? CountingText { get; init; }
}

/// <summary>Writes statements in PostgreSQL's SQL.</summary>
internal sealed class PostgreSqlCompiler(PostgreSqlDialect dialect)
{
    private static readonly TaskState[] Counted = [.. Enum.GetValues<TaskState>().Where(s => s != TaskState.Deleted)];

    public CompiledStatement Compile(SqlStatement statement) => statement switch
    {
        InsertStatement insert => Finish(insert, insert.Rows, Insert(insert)),
        UpdateStatement update => Finish(update, update.Rows, Update(update)),
        PickStatement pick => Finish(pick, [], Pick(pick), hasLimit: true) with { TakesLock = pick.CountedAgainstLimit is null ? null : LimitLock(pick) },
        DeleteStatement delete => Finish(delete, delete.Rows, Delete(delete)),
        PurgeStatement purge => Finish(purge, [], Purge(purge), hasLimit: true),
        PutStatement put => Finish(put, [], Put(put)),
        RemoveStatement remove => Finish(remove, [], Remove(remove), hasLimit: true),
        QueryStatement query => Finish(query, query.Rows, Query(query), query.HasLimit),
        _ => throw new NotSupportedException($"{statement.GetType().Name} is not a statement for PostgreSQL."),
    };

    private const string Limit = "limit";

    // Of ranked statements: see RankRanges.
    private const string Lowest = "lowest";
    private const string Highest = "highest";
    private const string Behind = "behind";

    // Of updates: where the rows are counted if they are a condition.
    private const string Condition = "condition";

    private static string At(string parameter) => PostgreSqlDialect.PlaceOf(parameter);

    // Calls under a cluster-wide limit go one after the other: each must see what the one before has claimed.
    private string LimitLock(SqlStatement statement) =>
        $"SELECT pg_advisory_xact_lock(hashtextextended({dialect.Literal(dialect.Qualify(statement.Table))}, 0))";

    private static CompiledStatement Finish(SqlStatement statement, ImmutableArray<SqlInput> rows, string text, bool hasLimit = false)
    {
        StringBuilder sql = new($"/* {statement.Name} */ {text}");
        int number = rows.Length;
        foreach (SqlInput parameter in statement.Parameters)
        {
            number++;
            sql.Replace(At(parameter.Name), $"${number}::{PostgreSqlDialect.InputType(parameter.Kind)}");
        }

        sql.Replace(At(Limit), $"${number + 1}::bigint");
        sql.Replace(At(Lowest), $"${number + 2}::integer[]");
        sql.Replace(At(Highest), $"${number + 3}::integer[]");
        sql.Replace(At(Behind), $"${number + 4}::bigint[]");
        string template = sql.ToString();
        string plain = template.Replace(At(Condition), "", StringComparison.Ordinal);
        return new CompiledStatement(plain, null, hasLimit, Answers: plain.Contains("SELECT 1 WHERE false", StringComparison.Ordinal) || !statement.Returning.IsEmpty)
        {
            CountingText = statement is UpdateStatement ? template.Replace(At(Condition), $", {PostgreSqlConditions.CountRow}", StringComparison.Ordinal) : null,
        };
    }

    private string Insert(InsertStatement insert)
    {
        string columns = string.Join(", ", insert.Values.Select(v => dialect.Quote(v.Column)));
        string values = string.Join(", ", insert.Values.Select(v => v.Value));
        string body = $"INSERT INTO {dialect.Qualify(insert.Table)} AS t ({columns}) SELECT {values} FROM {Unnest(insert.Rows)} ORDER BY b.nr";
        return insert.IsOfTasks ? WithCounts(insert, body, from: null) : $"{body} {Replace(insert)}";
    }

    private string Replace(InsertStatement insert)
    {
        string set = string.Join(", ", insert.Values.Where(v => v.Column != Id).Select(v => $"{dialect.Quote(v.Column)} = EXCLUDED.{dialect.Quote(v.Column)}"));
        return $"ON CONFLICT ({dialect.Quote(Id)}) DO UPDATE SET {set} "
            + $"WHERE {dialect.Column(SavedBy)} <> EXCLUDED.{dialect.Quote(SavedBy)} OR {dialect.Column(SaveNumber)} < EXCLUDED.{dialect.Quote(SaveNumber)}";
    }

    private string Update(UpdateStatement update)
    {
        string body = $"UPDATE {dialect.Qualify(update.Table)} AS t SET {Set(update.Set)} FROM {Unnest(update.Rows)} WHERE {dialect.Column(Id)} = b.id AND {update.Where}";
        return update.MovesTasks ? WithCounts(update, body, dialect.Column(From)) : Returning(update, body);
    }

    // The rows are locked in a CTE, because a subquery in FROM might be carried out more than once.
    private string Pick(PickStatement pick)
    {
        string limit = pick.CountedAgainstLimit is { } counted
            ? $"LEAST({At(Limit)}, GREATEST(0, {At("cluster_limit")} - (SELECT count(*) FROM {dialect.Qualify(pick.Table)} AS t WHERE {counted})))"
            : At(Limit);
        string chosen = pick.IsRanked
            ? $"chosen AS MATERIALIZED ({Ranked(pick.Table, pick.Where, pick.OrderBy, dialect.Column(Id), " FOR UPDATE SKIP LOCKED")} LIMIT {limit})"
            : Choose(pick.Table, pick.Where, pick.OrderBy, limit);
        string body = $"UPDATE {dialect.Qualify(pick.Table)} AS t SET {Set(pick.Set)} FROM chosen AS c WHERE {dialect.Column(Id)} = c.id";
        return pick.MovesTasks ? WithCounts(pick, body, dialect.Column(From), chosen) : $"WITH {chosen} {Returning(pick, body)}";
    }

    private string Delete(DeleteStatement delete)
    {
        string body = $"DELETE FROM {dialect.Qualify(delete.Table)} AS t USING {Unnest(delete.Rows)} WHERE {dialect.Column(Id)} = b.id AND {delete.Where}";
        return delete.IsOfTasks ? WithCounts(delete, body, dialect.Column(State), isGone: true) : body;
    }

    private string Purge(PurgeStatement purge) => WithCounts(
        purge, $"DELETE FROM {dialect.Qualify(purge.Table)} AS t USING chosen AS c WHERE {dialect.Column(Id)} = c.id",
        dialect.Column(State), Choose(purge.Table, purge.Where, purge.OrderBy, At(Limit)), isGone: true);

    private string Put(PutStatement put)
    {
        string columns = string.Join(", ", put.Values.Select(v => v.Column));
        string values = string.Join(", ", put.Values.Select(v => v.Value));
        string set = string.Join(", ", put.Values.Where(v => v.Column != put.Key && v.Column != put.Kept).Select(v => $"{v.Column} = EXCLUDED.{v.Column}"));
        return $"INSERT INTO {dialect.Qualify(put.Table)} ({columns}) VALUES ({values}) ON CONFLICT ({put.Key}) DO UPDATE SET {set}";
    }

    // As an array, so that the subquery is carried out once.
    private string Remove(RemoveStatement remove)
    {
        string table = dialect.Qualify(remove.Table);
        return $"DELETE FROM {table} WHERE {remove.Key} = ANY(ARRAY(SELECT {remove.Key} FROM {table} WHERE {remove.Where} ORDER BY {remove.OrderBy} LIMIT {At(Limit)} FOR UPDATE SKIP LOCKED))";
    }

    private string Query(QueryStatement query)
    {
        string columns = string.Join(", ", query.Returning.Select(Read));
        if (query.Table.Length == 0)
        {
            return $"SELECT {columns}";
        }

        if (query is { IsRanked: true, Where: { } ranked, OrderBy: { } rank, Returning: [var only] })
        {
            return $"{Ranked(query.Table, ranked, rank, Read(only), "")} LIMIT {At(Limit)}";
        }

        List<string> conditions = [];
        if (query.Rows is [var key])
        {
            string column = key.Name == "id" ? Id : key.Name;
            conditions.Add($"{dialect.Column(column)} = ANY($1::{PostgreSqlDialect.InputType(key.Kind)}[])");
        }

        if (query.Where is not null)
        {
            conditions.Add(query.Where);
        }

        string where = conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";
        string orderBy = query.OrderBy is null ? "" : $" ORDER BY {query.OrderBy}";
        return $"SELECT {columns} FROM {dialect.Qualify(query.Table)} AS t{where}{orderBy}{(query.HasLimit ? $" LIMIT {At(Limit)}" : "")}";
    }

    private string Choose(string table, string where, string orderBy, string limit) =>
        $"chosen AS MATERIALIZED (SELECT {dialect.Column(Id)} AS id FROM {dialect.Qualify(table)} AS t WHERE {where} ORDER BY {orderBy} LIMIT {limit} FOR UPDATE SKIP LOCKED)";

    // The ranges come in the order of the array, and the rows of each in that of the index: none is looked into, and no row is locked, before
    // it is its turn. An ORDER BY outside would lock what is not chosen.
    private string Ranked(string table, string where, string orderBy, string column, string locking) =>
        $"SELECT x.id FROM unnest({At(Lowest)}, {At(Highest)}, {At(Behind)}) AS r (lowest, highest, behind) CROSS JOIN LATERAL "
        + $"(SELECT {column} AS id FROM {dialect.Qualify(table)} AS t WHERE {where} AND {dialect.Column(Priority)} BETWEEN r.lowest AND r.highest "
        + $"AND {dialect.Column(Seq)} > r.behind ORDER BY {orderBy} LIMIT {At(Limit)}{locking}) AS x";

    private string Unnest(ImmutableArray<SqlInput> rows)
    {
        // JSON travels as text; there are no arrays of it.
        string arrays = string.Join(", ", rows.Select((r, i) => string.Create(CultureInfo.InvariantCulture, $"${i + 1}::{ArrayType(r.Kind)}[]")));
        string names = string.Join(", ", rows.Select(r => dialect.Quote(r.Name)));
        string read = string.Join(", ", rows.Select(r => r.Kind == ColumnKind.Json ? $"u.{dialect.Quote(r.Name)}::json AS {dialect.Quote(r.Name)}" : $"u.{dialect.Quote(r.Name)}"));
        return $"(SELECT {read}, u.nr FROM unnest({arrays}) WITH ORDINALITY AS u ({names}, nr)) AS b";
    }

    private static string ArrayType(ColumnKind kind) => kind == ColumnKind.Json ? "text" : PostgreSqlDialect.InputType(kind);

    private string Set(ImmutableArray<SqlAssignment> assignments) => string.Join(", ", assignments.Select(a => $"{dialect.Quote(a.Column)} = {a.Value}"));

    private string Read(SqlOutput output)
    {
        string value = output.Sql ?? dialect.Column(output.Name);
        return output.Kind == ColumnKind.Json ? $"{value}::text" : value;
    }

    private string Returning(SqlStatement statement, string body) =>
        statement.Returning.IsEmpty ? body : $"{body} RETURNING {string.Join(", ", statement.Returning.Select(Read))}{Counting(statement)}";

    private static string Counting(SqlStatement statement) => statement is UpdateStatement ? At(Condition) : "";

    // One row of differences for each statement: nobody waits for a counter that somebody else has in an open transaction.
    private string WithCounts(SqlStatement statement, string body, string? from, string? before = null, bool isGone = false)
    {
        IEnumerable<string> answers = statement.Returning.Select((r, i) => string.Create(CultureInfo.InvariantCulture, $"{Read(r)} AS r{i}"));
        string to = isGone ? "NULL::integer" : dialect.Column(State);
        string moved = $"moved AS ({body} RETURNING {string.Join(", ", answers.Append($"{from ?? "NULL::integer"} AS came_from").Append($"{to} AS went_to"))})";
        string sums = string.Join(", ", Counted.Select(s =>
            $"count(*) FILTER (WHERE went_to = {TaskSql.Number(s)}) - count(*) FILTER (WHERE came_from = {TaskSql.Number(s)})"));
        string counted = $"counted AS (INSERT INTO {dialect.Qualify(CountsTable.Name)} SELECT {dialect.Literal(statement.Table)}, {sums} FROM moved "
            + "HAVING count(*) FILTER (WHERE went_to IS DISTINCT FROM came_from) > 0)";
        string answer = statement.Returning.IsEmpty
            ? "SELECT 1 WHERE false"
            : $"SELECT {string.Join(", ", statement.Returning.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"r{i}")))}{Counting(statement)} FROM moved";
        return $"WITH {(before is null ? "" : $"{before}, ")}{moved}, {counted} {answer}";
    }
}
