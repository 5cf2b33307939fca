using System.Text;
using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Statements that travel together: one round trip. The server stops at the first that fails.</summary>
internal sealed class MySqlPacket(MySqlConnection connection, MySqlTransaction? transaction)
{
    public StringBuilder Sql { get; } = new();

    public MySqlCommand Command { get; } = new() { Connection = connection, Transaction = transaction };

    public MySqlPacket Append(string sql)
    {
        Sql.Append(sql);
        return this;
    }

    /// <summary>Sends it, and gives the rows of each answer to the reader at its place.</summary>
    public async ValueTask SendAsync(CancellationToken cancellationToken, params Action<MySqlRowReader>?[] readers)
    {
        await using MySqlCommand running = Command;
        running.CommandText = Sql.ToString();
        await using MySqlDataReader reader = await running.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        MySqlRowReader row = new(reader);
        int answer = -1;
        do
        {
            // Statements that answer nothing may show up too.
            if (reader.FieldCount == 0)
            {
                continue;
            }

            answer++;
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (answer < readers.Length)
                {
                    readers[answer]?.Invoke(row);
                }
            }
        }
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
    }
}
