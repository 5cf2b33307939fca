using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Carries out the statements of one call on one connection, in as few round trips as MySQL lets us.</summary>
/// <remarks>
/// <para>
/// MySQL has no UPDATE that answers, and assigns from left to right, while our statements want to see the row as it was. So a change
/// is made in two steps: the rows are found and locked, and then updated from a derived table in which the new values were worked out
/// before any was assigned. Its LIMIT keeps the server from merging it into the update, which would undo that.
/// </para>
/// <para>READ COMMITTED, so that nothing but the rows themselves is locked, and each step sees what the locks protect.</para>
/// </remarks>
internal sealed class MySqlTransactionRun(MySqlConnection connection, MySqlTransaction? transaction, MySqlDialect dialect)
{
    private const string Begin =
        "SET SESSION sql_mode = 'STRICT_ALL_TABLES'; SET TRANSACTION ISOLATION LEVEL READ COMMITTED; START TRANSACTION; ";

    private const string Unmerged = " LIMIT 1000000000";

    private bool _isOpen = transaction is not null;

    public async ValueTask RunAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken)
    {
        for (int i = 0; i < calls.Length; i++)
        {
            SqlCall call = calls.Span[i];
            call.Sink?.Begin();
            await RunAsync(call, cancellationToken).ConfigureAwait(false);
        }

        if (transaction is null && _isOpen)
        {
            await ExecuteAsync(new StringBuilder("COMMIT"), Command(), null, cancellationToken).ConfigureAwait(false);
        }
    }

    private ValueTask RunAsync(SqlCall call, CancellationToken cancellationToken)
    {
        switch (call.Statement)
        {
            case InsertStatement insert:
                return InsertAsync(insert, call, cancellationToken);
            case UpdateStatement update:
                return UpdateAsync(update, call, cancellationToken);
            case PickStatement pick:
                return PickAsync(pick, call, cancellationToken);
            case DeleteStatement delete:
                return DeleteAsync(delete, call, cancellationToken);
            case PurgeStatement purge:
                return PurgeAsync(purge, call, cancellationToken);
            default:
                throw new NotSupportedException($"{call.Statement.GetType().Name} is no statement that writes.");
        }
    }

    private ValueTask InsertAsync(InsertStatement insert, SqlCall call, CancellationToken cancellationToken)
    {
        MySqlCommand command = Command();
        string[] parameters = Parameters(command, call);
        StringBuilder sql = Opened();
        string values = Fill(insert, string.Join(", ", insert.Values.Select(v => v.Value)), parameters);
        AppendTokens(sql, values, call.Rows!.Count);
        sql.Append(CultureInfo.InvariantCulture, $"INSERT INTO {dialect.Quote(insert.Table)} ({string.Join(", ", insert.Values.Select(v => dialect.Quote(v.Column)))}) SELECT {values} FROM ");
        MySqlColumnWriter rows = MySqlColumnWriter.AppendRows(sql, command, insert.Rows, call.Rows);
        sql.Append(" ORDER BY b.nr; ");
        AppendCounts(sql, command, insert.Table, rows.States);
        if (!insert.Returning.IsEmpty)
        {
            sql.Append(CultureInfo.InvariantCulture, $"SELECT {Columns(insert.Returning)} FROM {dialect.Quote(insert.Table)} AS t WHERE t.task_id IN ({string.Join(", ", rows.Ids.Select(id => $"'{id:D}'"))}); ");
        }

        return ExecuteAsync(sql, command, call.Sink is null ? null : row => call.Sink.Take(row), cancellationToken);
    }

    private async ValueTask UpdateAsync(UpdateStatement update, SqlCall call, CancellationToken cancellationToken)
    {
        MySqlCommand command = Command();
        string[] parameters = Parameters(command, call);
        StringBuilder sql = Opened();
        sql.Append("SELECT t.task_seq FROM ");
        MySqlColumnWriter.AppendRows(sql, command, update.Rows, call.Rows!);
        sql.Append(CultureInfo.InvariantCulture, $" STRAIGHT_JOIN {dialect.Quote(update.Table)} AS t ON t.task_id = b.id WHERE {Fill(update, update.Where, parameters)} FOR UPDATE");
        List<long> found = await FindAsync(sql, command, null, cancellationToken).ConfigureAwait(false);
        if (found.Count > 0)
        {
            await ChangeAsync(update, update.Set, update.MovesTasks, call, update.Rows, found, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask PickAsync(PickStatement pick, SqlCall call, CancellationToken cancellationToken)
    {
        int limit = pick.CountedAgainstLimit is null ? call.Limit : await RoomAsync(pick, call, cancellationToken).ConfigureAwait(false);
        if (limit <= 0)
        {
            return;
        }

        List<long> found = await ChooseAsync(pick, pick.Where, pick.OrderBy, call, limit, null, cancellationToken).ConfigureAwait(false);
        if (found.Count > 0)
        {
            await ChangeAsync(pick, pick.Set, pick.MovesTasks, call, [], found, cancellationToken).ConfigureAwait(false);
        }
    }

    // Calls under a cluster-wide limit go one after the other: each must see what the one before has claimed.
    private async ValueTask<int> RoomAsync(PickStatement pick, SqlCall call, CancellationToken cancellationToken)
    {
        MySqlCommand command = Command();
        string[] parameters = Parameters(command, call);
        StringBuilder sql = Opened();
        sql.Append(CultureInfo.InvariantCulture, $"SELECT value FROM {dialect.Quote(MySqlDialect.Tokens)} WHERE id = 1 FOR UPDATE");
        await ExecuteAsync(sql, Command(), null, cancellationToken).ConfigureAwait(false);
        string limit = Fill(pick, dialect.Parameter("cluster_limit"), parameters);
        sql = new StringBuilder().Append(CultureInfo.InvariantCulture, $"SELECT {limit} - COUNT(*) FROM {dialect.Quote(pick.Table)} AS t WHERE {pick.CountedAgainstLimit}");
        List<long> room = await FindAsync(sql, command, null, cancellationToken).ConfigureAwait(false);
        return (int)Math.Min(call.Limit, room[0]);
    }

    private async ValueTask DeleteAsync(DeleteStatement delete, SqlCall call, CancellationToken cancellationToken)
    {
        MySqlCommand command = Command();
        string[] parameters = Parameters(command, call);
        StringBuilder sql = Opened();
        sql.Append(CultureInfo.InvariantCulture, $"SELECT t.task_seq, t.task_state, {Columns(delete.Returning)} FROM ");
        MySqlColumnWriter.AppendRows(sql, command, delete.Rows, call.Rows!);
        sql.Append(CultureInfo.InvariantCulture, $" STRAIGHT_JOIN {dialect.Quote(delete.Table)} AS t ON t.task_id = b.id WHERE {Fill(delete, delete.Where, parameters)} FOR UPDATE");
        int[] states = new int[MySqlSchema.CountColumns.Length];
        List<long> found = await FindAsync(sql, command, row => TakeGone(row, call, states), cancellationToken).ConfigureAwait(false);
        await RemoveAsync(delete, found, states, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask PurgeAsync(PurgeStatement purge, SqlCall call, CancellationToken cancellationToken)
    {
        int[] states = new int[MySqlSchema.CountColumns.Length];
        List<long> found = await ChooseAsync(
            purge, purge.Where, purge.OrderBy, call, call.Limit, row => TakeGone(row, call, states), cancellationToken).ConfigureAwait(false);
        await RemoveAsync(purge, found, states, cancellationToken).ConfigureAwait(false);
    }

    private static void TakeGone(MySqlRowReader row, SqlCall call, int[] states)
    {
        states[row.GetInt32(1)]--;
        row.Offset = 2;
        call.Sink?.Take(row);
        row.Offset = 0;
    }

    private ValueTask RemoveAsync(SqlStatement statement, List<long> found, int[] states, CancellationToken cancellationToken)
    {
        if (found.Count == 0)
        {
            return ValueTask.CompletedTask;
        }

        MySqlCommand command = Command();
        StringBuilder sql = Opened().Append(CultureInfo.InvariantCulture, $"DELETE FROM {dialect.Quote(statement.Table)} WHERE task_seq IN ({Join(found)}); ");
        AppendCounts(sql, command, statement.Table, states);
        return ExecuteAsync(sql, command, null, cancellationToken);
    }

    private ValueTask<List<long>> ChooseAsync(
        SqlStatement statement, string where, string orderBy, SqlCall call, int limit, Action<MySqlRowReader>? take, CancellationToken cancellationToken)
    {
        MySqlCommand command = Command();
        string[] parameters = Parameters(command, call);
        string answers = take is null ? "" : $", t.task_state, {Columns(statement.Returning)}";
        StringBuilder sql = Opened().Append(
            CultureInfo.InvariantCulture,
            $"SELECT t.task_seq{answers} FROM {dialect.Quote(statement.Table)} AS t WHERE {Fill(statement, where, parameters)} ORDER BY {orderBy} LIMIT {limit} FOR UPDATE SKIP LOCKED");
        return FindAsync(sql, command, take, cancellationToken);
    }

    // The rows are locked, so that what was found of them still holds.
    private ValueTask ChangeAsync(
        SqlStatement statement,
        ImmutableArray<SqlAssignment> set,
        bool movesTasks,
        SqlCall call,
        ImmutableArray<SqlInput> inputs,
        List<long> found,
        CancellationToken cancellationToken)
    {
        MySqlCommand command = Command();
        string[] parameters = Parameters(command, call);
        string table = dialect.Quote(statement.Table);
        string rows = Join(found);
        StringBuilder sql = Opened();
        string values = Fill(statement, string.Join(", ", set.Select((a, i) => string.Create(CultureInfo.InvariantCulture, $"{a.Value} AS v{i}"))), parameters);
        AppendTokens(sql, values, found.Count);
        sql.Append(CultureInfo.InvariantCulture, $"UPDATE {table} AS t JOIN (SELECT t.task_seq AS k, {values} FROM {table} AS t");
        if (!inputs.IsEmpty)
        {
            sql.Append(" JOIN ");
            MySqlColumnWriter.AppendRows(sql, command, inputs, call.Rows!);
            sql.Append(" ON t.task_id = b.id");
        }

        string assignments = string.Join(", ", set.Select((a, i) => string.Create(CultureInfo.InvariantCulture, $"t.{dialect.Quote(a.Column)} = n.v{i}")));
        sql.Append(CultureInfo.InvariantCulture, $" WHERE t.task_seq IN ({rows}){Unmerged}) AS n ON n.k = t.task_seq SET {assignments}; ");
        if (movesTasks)
        {
            string sums = string.Join(", ", MySqlSchema.CountColumns.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"SUM(t.task_state = {i}) - SUM(t.task_from = {i})")));
            command.Parameters.AddWithValue("@table", statement.Table);
            sql.Append(CultureInfo.InvariantCulture, $"INSERT INTO {dialect.Quote(MySqlDialect.Counts)} (task_table, {string.Join(", ", MySqlSchema.CountColumns)}) SELECT @table, {sums} FROM {table} AS t WHERE t.task_seq IN ({rows}); ");
        }

        if (!statement.Returning.IsEmpty)
        {
            sql.Append(CultureInfo.InvariantCulture, $"SELECT {Columns(statement.Returning)} FROM {table} AS t WHERE t.task_seq IN ({rows})");
        }

        return ExecuteAsync(sql, command, call.Sink is null ? null : row => call.Sink.Take(row), cancellationToken);
    }

    // The counter is taken as late as possible: everybody who claims waits for it until the commit.
    private void AppendTokens(StringBuilder sql, string values, int count)
    {
        if (values.Contains(MySqlDialect.TokenVariable, StringComparison.Ordinal))
        {
            sql.Append(CultureInfo.InvariantCulture, $"UPDATE {dialect.Quote(MySqlDialect.Tokens)} SET value = LAST_INSERT_ID(value + {count}) WHERE id = 1; SET {MySqlDialect.TokenVariable} = LAST_INSERT_ID() - {count}; ");
        }
    }

    private void AppendCounts(StringBuilder sql, MySqlCommand command, string table, int[] states)
    {
        command.Parameters.AddWithValue("@table", table);
        sql.Append(CultureInfo.InvariantCulture, $"INSERT INTO {dialect.Quote(MySqlDialect.Counts)} (task_table, {string.Join(", ", MySqlSchema.CountColumns)}) VALUES (@table, {string.Join(", ", states)}); ");
    }

    /// <summary>Puts the values of parameters into their places.</summary>
    public static string Fill(SqlStatement statement, string sql, string[] parameters)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            sql = sql.Replace($"\u0001{statement.Parameters[i].Name}\u0001", parameters[i], StringComparison.Ordinal);
        }

        return sql;
    }

    private static string[] Parameters(MySqlCommand command, SqlCall call) =>
        call.Parameters is { } row ? MySqlColumnWriter.Values(command, call.Statement.Parameters, row) : [];

    private string Columns(ImmutableArray<SqlOutput> outputs) => string.Join(", ", outputs.Select(o => o.Sql ?? dialect.Column(o.Name)));

    private static string Join(List<long> numbers) => string.Join(',', numbers);

    private MySqlCommand Command() => new() { Connection = connection, Transaction = transaction };

    private StringBuilder Opened()
    {
        StringBuilder sql = new(_isOpen ? "" : Begin);
        _isOpen = true;
        return sql;
    }

    private static async ValueTask<List<long>> FindAsync(
        StringBuilder sql, MySqlCommand command, Action<MySqlRowReader>? take, CancellationToken cancellationToken)
    {
        List<long> found = [];
        await ExecuteAsync(sql, command, row =>
        {
            found.Add(row.GetInt64(0));
            take?.Invoke(row);
        }, cancellationToken).ConfigureAwait(false);
        return found;
    }

    private static async ValueTask ExecuteAsync(
        StringBuilder sql, MySqlCommand command, Action<MySqlRowReader>? take, CancellationToken cancellationToken)
    {
        await using MySqlCommand running = command;
        running.CommandText = sql.ToString();
        await using MySqlDataReader reader = await running.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        MySqlRowReader row = new(reader);
        do
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                take?.Invoke(row);
            }
        }
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
    }
}
