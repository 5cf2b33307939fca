using System.Collections.Immutable;
using System.Globalization;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Writes statements in the SQL of MySQL, up to what differs from call to call: rows of input, limits, and which rows were found.</summary>
internal sealed class MySqlCompiler(MySqlDialect dialect)
{
    public MySqlDialect Dialect => dialect;

    public T Compile<T>(SqlStatement statement)
        where T : class => (T)(statement.Compiled ??= statement switch
        {
            InsertStatement insert => Insert(insert),
            UpdateStatement update => Change(update, Find(update, update.Rows, update.Where, update.Set, update.MovesTasks, update.PassesOverLocked), update.Set, update.Rows, update.MovesTasks),
            PickStatement pick => Change(pick, Choose(pick, pick.Where, pick.OrderBy, pick.Set, pick.MovesTasks), pick.Set, [], pick.MovesTasks),
            DeleteStatement delete => new CompiledRemoval(Find(delete, delete.Rows, delete.Where, [], movesTasks: true)),
            PurgeStatement purge => new CompiledRemoval(Choose(purge, purge.Where, purge.OrderBy, [], movesTasks: true)),
            QueryStatement query => Query(query),
            _ => throw new NotSupportedException($"{statement.GetType().Name} is not a statement for MySQL."),
        });

    /// <summary>How many more tasks may be claimed under the parameter <c>cluster_limit</c>.</summary>
    public string Room(PickStatement pick) =>
        WithParameters(pick, $"SELECT {dialect.Parameter("cluster_limit")} - COUNT(*) FROM {dialect.Quote(pick.Table)} AS t WHERE {pick.CountedAgainstLimit}");

    private CompiledInsert Insert(InsertStatement insert)
    {
        string columns = string.Join(", ", insert.Values.Select(v => dialect.Quote(v.Column)));
        string values = string.Join(", ", insert.Values.Select(v => v.Value));
        string table = dialect.Quote(insert.Table);
        return new CompiledInsert(
            $"INSERT INTO {table} ({columns}) ",
            WithParameters(insert, $"SELECT {values} FROM "),
            [.. insert.Values.Select(value => ValueOf(insert, value))],
            UsesTokens(insert.Values),
            insert.Returning.IsEmpty ? null : $"SELECT {Columns(insert.Returning)} FROM {table} AS t WHERE {dialect.Column(FrameworkColumns.Id)} IN ");
    }

    private InsertValue ValueOf(InsertStatement insert, SqlAssignment value)
    {
        ImmutableArray<SetPiece> pieces = Split(WithParameters(insert, value.Value), insert.Rows);
        return new InsertValue(pieces, pieces is [{ Sql: "" }, { Sql: "" }], UsesTokens([value]));
    }

    private CompiledChange Change(SqlStatement statement, CompiledSearch search, ImmutableArray<SqlAssignment> set, ImmutableArray<SqlInput> rows, bool movesTasks)
    {
        ImmutableArray<SqlAssignment> sorted = AssignmentOrder.Sort(set, dialect);
        bool hasAnswered = search.Answers > 0 || statement.Returning.IsEmpty;
        return new CompiledChange(
            search,
            Split(WithParameters(statement, string.Join(", ", sorted.Select(a => $"{dialect.Column(a.Column)} = {a.Value}"))), rows),
            Reads(rows, string.Concat(set.Select(a => a.Value))),
            UsesTokens(set),
            movesTasks,
            hasAnswered ? null : $"SELECT {Columns(statement.Returning)} FROM {dialect.Quote(statement.Table)} AS t WHERE {dialect.Column(FrameworkColumns.Seq)} IN ");
    }

    // The rows of input lead: there are few of them.
    private CompiledSearch Find(
        SqlStatement statement, ImmutableArray<SqlInput> rows, string where, ImmutableArray<SqlAssignment> set, bool movesTasks, bool passesOverLocked = false)
    {
        string condition = $" STRAIGHT_JOIN {dialect.Quote(statement.Table)} AS t ON {dialect.Column(FrameworkColumns.Id)} = {dialect.Row("id")} WHERE {where}";
        return new CompiledSearch(
            WithParameters(statement, $"SELECT {Said(statement, set, movesTasks, "b.nr")} FROM "),
            WithParameters(statement, condition),
            Reads(rows, condition),
            AnswersOf(statement, set),
            passesOverLocked ? " FOR UPDATE SKIP LOCKED" : " FOR UPDATE");
    }

    private CompiledSearch Choose(SqlStatement statement, string where, string orderBy, ImmutableArray<SqlAssignment> set, bool movesTasks) => new(
        WithParameters(
            statement,
            $"SELECT {Said(statement, set, movesTasks, "0")} FROM {dialect.Quote(statement.Table)} AS t WHERE {where} ORDER BY {orderBy} LIMIT "),
        null,
        [],
        AnswersOf(statement, set));

    // The answer, if the change does not touch it; then the row's number, that of the input, and the states before and after.
    private string Said(SqlStatement statement, ImmutableArray<SqlAssignment> set, bool movesTasks, string input)
    {
        string answers = AnswersOf(statement, set) == 0 ? "" : $"{Columns(statement.Returning)}, ";
        string states = "0, 0";
        if (movesTasks)
        {
            string after = set.FirstOrDefault(a => a.Column == FrameworkColumns.State)?.Value ?? "-1";
            states = $"{dialect.Column(FrameworkColumns.State)}, {after}";
        }

        return $"{answers}{dialect.Column(FrameworkColumns.Seq)}, {input}, {states}";
    }

    private static int AnswersOf(SqlStatement statement, ImmutableArray<SqlAssignment> set) =>
        statement.Returning.Any(r => set.Any(a => a.Column == r.Name)) ? 0 : statement.Returning.Length;

    private CompiledQuery Query(QueryStatement query)
    {
        string from = query.Table.Length == 0 ? "" : $" FROM {dialect.Quote(query.Table)} AS t";
        string? key = query.Rows is [var looked] ? dialect.Key(looked.Name == "id" ? FrameworkColumns.Id : looked.Name) : null;
        string where = query.Where is null ? "" : key is null ? $" WHERE {query.Where}" : $" AND {query.Where}";
        string end = $"{where}{(query.OrderBy is null ? "" : $" ORDER BY {query.OrderBy}")}{(query.HasLimit ? " LIMIT " : "")}";
        return new CompiledQuery(
            WithParameters(query, $"SELECT {Columns(query.Returning)}{from}{(key is null ? "" : $" WHERE {key} IN ")}"),
            key,
            WithParameters(query, end),
            query.HasLimit,
            query.PassesOverLocked ? " FOR UPDATE SKIP LOCKED" : "");
    }

    private ImmutableArray<SetPiece> Split(string sql, ImmutableArray<SqlInput> rows)
    {
        ImmutableArray<SetPiece>.Builder pieces = ImmutableArray.CreateBuilder<SetPiece>();
        while (true)
        {
            int place = sql.Length;
            int input = -1;
            for (int i = 0; i < rows.Length; i++)
            {
                int next = sql.IndexOf(dialect.Row(rows[i].Name), StringComparison.Ordinal);
                (place, input) = next >= 0 && next < place ? (next, i) : (place, input);
            }

            pieces.Add(new SetPiece(sql[..place], input));
            if (input < 0)
            {
                return pieces.ToImmutable();
            }

            sql = sql[(place + dialect.Row(rows[input].Name).Length)..];
        }
    }

    private ImmutableArray<bool> Reads(ImmutableArray<SqlInput> rows, string sql) =>
        [.. rows.Select(r => sql.Contains(dialect.Row(r.Name), StringComparison.Ordinal))];

    private static bool UsesTokens(ImmutableArray<SqlAssignment> set) => set.Any(a => a.Value.Contains(MySqlDialect.TokenVariable, StringComparison.Ordinal));

    private string Columns(ImmutableArray<SqlOutput> outputs) => string.Join(", ", outputs.Select(o => o.Sql ?? dialect.Column(o.Name)));

    public static string WithParameters(SqlStatement statement, string sql)
    {
        foreach (SqlInput parameter in statement.Parameters)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"@p_{parameter.Name}");
            sql = sql.Replace(MySqlDialect.PlaceOf(parameter.Name), MySqlDialect.Typed(name, parameter.Kind), StringComparison.Ordinal);
        }

        return sql;
    }
}
