using System.Globalization;
using System.Text;
using MySqlConnector;
using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Carries out the statements about outputs, on which no count and no claim depends: each is one round trip.</summary>
internal sealed class MySqlOutputRun(MySqlConnection connection, MySqlDialect dialect)
{
    private const string Begin = "SET SESSION sql_mode = 'STRICT_ALL_TABLES'; SET TRANSACTION ISOLATION LEVEL READ COMMITTED; ";

    public async ValueTask RunAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken)
    {
        await using MySqlCommand command = new() { Connection = connection };
        StringBuilder sql = new(Begin);
        Append(sql, command, calls.Length == 1 ? calls.Span[0] : throw new NotSupportedException("A call about outputs is one statement."));
        command.CommandText = sql.ToString();
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Append(StringBuilder sql, MySqlCommand command, SqlCall call)
    {
        switch (call.Statement)
        {
            case InsertStatement insert:
                AppendSave(sql, command, insert, call.Rows!);
                break;
            case DeleteStatement delete:
                string[] parameters = call.Parameters is { } row ? MySqlColumnWriter.Values(command, delete.Parameters, row) : [];
                sql.Append(CultureInfo.InvariantCulture, $"DELETE t FROM {dialect.Quote(delete.Table)} AS t JOIN ");
                MySqlColumnWriter.AppendRows(sql, command, delete.Rows, call.Rows!);
                sql.Append(CultureInfo.InvariantCulture, $" ON t.task_id = b.id WHERE {MySqlTransactionRun.Fill(delete, delete.Where, parameters)}");
                break;
            default:
                throw new NotSupportedException($"{call.Statement.GetType().Name} is no statement about outputs.");
        }
    }

    private void AppendSave(StringBuilder sql, MySqlCommand command, InsertStatement insert, IRowSource rows)
    {
        string table = dialect.Quote(insert.Table);
        string columns = string.Join(", ", insert.Values.Select(v => dialect.Quote(v.Column)));
        string values = string.Join(", ", insert.Values.Select(v => v.Value));
        sql.Append(CultureInfo.InvariantCulture, $"INSERT INTO {table} ({columns}) SELECT {values} FROM ");
        MySqlColumnWriter.AppendRows(sql, command, insert.Rows, rows);

        // MySQL assigns from left to right, so what the condition reads comes last: the number, which leaves the condition as it was, then who saved.
        string isNewer = $"{table}.{SavedBy} <> VALUES({SavedBy}) OR {table}.{SaveNumber} < VALUES({SaveNumber})";
        IEnumerable<string> assigned = insert.Values.Select(v => v.Column).Except([Id, SavedBy, SaveNumber]).Append(SaveNumber).Append(SavedBy);
        string set = string.Join(", ", assigned.Select(c => $"{dialect.Quote(c)} = IF({isNewer}, VALUES({dialect.Quote(c)}), {table}.{dialect.Quote(c)})"));
        sql.Append(CultureInfo.InvariantCulture, $" ON DUPLICATE KEY UPDATE {set}");
    }
}
