using System.Data.Common;
using System.Globalization;
using System.Text;
using GeneratedScheduler.Containers;
using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>A MySQL or MariaDB database.</summary>
internal sealed class MySqlDatabase : SqlDatabase
{
    // How often a call is repeated that the server ended because of others.
    private const int MostAttempts = 10;

    private readonly MySqlDataSource _source;
    private readonly bool _ownsSource;
    private readonly MySqlDialect _dialect;
    private readonly MySqlCounts _counts;

    public MySqlDatabase(MySqlDataSource source, bool ownsSource, MySqlDialect dialect)
    {
        (_source, _ownsSource, _dialect) = (source, ownsSource, dialect);
        _counts = new MySqlCounts(source, dialect);
        Schema = new MySqlSchema(source, dialect);
    }

    public override SqlDialect Dialect => _dialect;

    public override SqlSchema Schema { get; }

    public override async ValueTask WriteAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                // A connection that is given back in the middle of a transaction is rolled back by its reset.
                await using MySqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await new MySqlTransactionRun(connection, null, _dialect).RunAsync(calls, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (MySqlException exception) when (IsConflictOfOthers(exception) && attempt < MostAttempts)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 10 * attempt)), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
            catch (MySqlException exception) when (exception.ErrorCode == MySqlErrorCode.DuplicateKeyEntry)
            {
                throw new UniqueConflictException(exception);
            }
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<SqlCall> calls, DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (transaction is not MySqlTransaction { Connection: { } connection } own)
        {
            throw new ArgumentException(
                $"The transaction is {(transaction is MySqlTransaction ? "over" : $"a {transaction.GetType().Name}")}; pass an open MySqlTransaction on the database of the tasks.",
                nameof(transaction));
        }

        try
        {
            await new MySqlTransactionRun(connection, own, _dialect).RunAsync(calls, cancellationToken).ConfigureAwait(false);
        }
        catch (MySqlException exception) when (exception.ErrorCode == MySqlErrorCode.DuplicateKeyEntry)
        {
            throw new UniqueConflictException(exception);
        }
    }

    public override async ValueTask ReadAsync(SqlCall call, CancellationToken cancellationToken)
    {
        QueryStatement query = (QueryStatement)call.Statement;
        await using MySqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using MySqlCommand command = new() { Connection = connection };
        command.CommandText = Write(query, call, command);
        await using MySqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        MySqlRowReader row = new(reader);
        call.Sink?.Begin();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            call.Sink?.Take(row);
        }
    }

    public override ValueTask<TaskCounts> CountAsync(string table, CancellationToken cancellationToken) => _counts.ReadAsync(table, cancellationToken);

    public override ValueTask CompactCountsAsync(string table, CancellationToken cancellationToken) => _counts.FoldAsync(table, cancellationToken);

    public override async ValueTask EnsureCountsAsync(string table, CancellationToken cancellationToken)
    {
        if (!await _counts.HasBaseAsync(table, cancellationToken).ConfigureAwait(false))
        {
            // One process at a time: two that counted at once would count twice.
            await Schema.ChangeAsync(
                async token =>
                {
                    await _counts.CountAnewAsync(table, token).ConfigureAwait(false);
                    return [];
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    // There is nothing in MySQL that could tell; the container wakes its own waiters, and other processes poll.
    public override IDisposable Watch(string table, Action signal) => LocalWatch.Of(_source.ConnectionString, table).Add(signal);

    public override void Announce(string table) => LocalWatch.Of(_source.ConnectionString, table).SignalAll();

    public override bool IsBadValue(Exception exception) => exception
        is MySqlException
        {
            ErrorCode: MySqlErrorCode.DataTooLong or MySqlErrorCode.WarningDataOutOfRange or MySqlErrorCode.TruncatedWrongValue
                or MySqlErrorCode.TruncatedWrongValueForField or MySqlErrorCode.DataOutOfRange or MySqlErrorCode.WarningDataTruncated
                or MySqlErrorCode.PacketTooLarge
        }
        or EncoderFallbackException;

    public override ValueTask DisposeAsync() => _ownsSource ? _source.DisposeAsync() : default;

    private static bool IsConflictOfOthers(MySqlException exception) =>
        exception.ErrorCode is MySqlErrorCode.LockDeadlock or MySqlErrorCode.LockWaitTimeout;

    private string Write(QueryStatement query, SqlCall call, MySqlCommand command)
    {
        StringBuilder sql = new($"SELECT {string.Join(", ", query.Returning.Select(o => o.Sql ?? _dialect.Column(o.Name)))}");
        if (query.Table.Length > 0)
        {
            sql.Append(CultureInfo.InvariantCulture, $" FROM {_dialect.Quote(query.Table)} AS t");
        }

        List<string> conditions = [];
        if (query.Rows is [var key] && call.Rows is { } rows)
        {
            string column = _dialect.Column(key.Name == "id" ? FrameworkColumns.Id : key.Name);
            conditions.Add($"{column} IN ({string.Join(", ", Enumerable.Range(0, rows.Count).Select(i => MySqlColumnWriter.Values(command, query.Rows, new OneRow(rows, i))[0]))})");
        }

        if (query.Where is { } where)
        {
            conditions.Add(where);
        }

        string text = sql.Append(conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions))
            .Append(query.OrderBy is null ? "" : " ORDER BY " + query.OrderBy)
            .Append(query.HasLimit ? string.Create(CultureInfo.InvariantCulture, $" LIMIT {call.Limit}") : "").ToString();
        string[] parameters = call.Parameters is { } row ? MySqlColumnWriter.Values(command, query.Parameters, row) : [];
        return MySqlTransactionRun.Fill(query, text, parameters);
    }

    private sealed class OneRow(IRowSource rows, int row) : IRowSource
    {
        public int Count => 1;

        public void Write(int _, Persistence.ColumnWriter writer) => rows.Write(row, writer);
    }
}
