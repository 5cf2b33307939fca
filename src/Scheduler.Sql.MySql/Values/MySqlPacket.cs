using System.Globalization;
using System.Text;
using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Statements that travel together: one round trip. The server stops at the first that fails.</summary>
/// <param name="connection">The connection.</param>
/// <param name="transaction">The application's transaction, if it has one.</param>
/// <param name="blockFor">For how many seconds the calling thread waits for the answer; <see langword="null"/> to wait without a thread.</param>
internal sealed class MySqlPacket(MySqlConnection connection, MySqlTransaction? transaction, int? blockFor = null)
{
    /// <summary>How many bytes every server takes, and how large a packet of many rows is at most.</summary>
    public const int GoodSize = 900_000;

    // What the driver and the server add to the text.
    private const int Margin = 64 * 1_024;

    public StringBuilder Sql { get; } = new();

    public MySqlCommand Command { get; } = new() { Connection = connection, Transaction = transaction };

    public MySqlPacket Append(string sql)
    {
        Sql.Append(sql);
        return this;
    }

    /// <summary>Sends it, and gives the rows of each answer to the reader at its place.</summary>
    /// <param name="cancellationToken">
    /// Gives up before it is sent; then only the answer counts. The driver would ask the server to end a statement, which may be any statement of the
    /// packet, or none: MariaDB then leaves the rest out and never says so.
    /// </param>
    /// <param name="readers">Take the answers.</param>
    public async ValueTask SendAsync(CancellationToken cancellationToken, params Action<MySqlRowReader>?[] readers)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (blockFor is { } seconds)
        {
            Send(seconds, readers);
            return;
        }

        await using MySqlCommand running = Command;
        running.CommandText = Sql.ToString();
        await CheckSizeAsync(running, cancellationToken).ConfigureAwait(false);
        await using MySqlDataReader reader = await running.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
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
            while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                if (answer < readers.Length)
                {
                    readers[answer]?.Invoke(row);
                }
            }
        }
        while (await reader.NextResultAsync(CancellationToken.None).ConfigureAwait(false));
    }

    /// <summary>How many bytes a value takes in the text that is sent.</summary>
    public static long SizeOf(object? value) => value switch
    {
        string text => 2 + Encoding.UTF8.GetByteCount(text) + Escapes(text.AsSpan()),
        byte[] bytes => 10 + bytes.Length + Escapes(bytes),
        _ => 40,
    };

    private static int Escapes(ReadOnlySpan<char> text)
    {
        int escapes = 0;
        for (int i; (i = text.IndexOfAny('\'', '\\')) >= 0; text = text[(i + 1)..])
        {
            escapes++;
        }

        return escapes;
    }

    private static int Escapes(ReadOnlySpan<byte> bytes)
    {
        int escapes = 0;
        for (int i; (i = bytes.IndexOfAny((byte)'\'', (byte)'\\')) >= 0; bytes = bytes[(i + 1)..])
        {
            escapes++;
        }

        return escapes;
    }

    /// <summary>Finds out before it is sent what the server does not take: it would close the connection, without an answer that says why.</summary>
    private async ValueTask CheckSizeAsync(MySqlCommand command, CancellationToken cancellationToken)
    {
        long size = command.CommandText.Length;
        foreach (MySqlParameter parameter in command.Parameters)
        {
            size += SizeOf(parameter.Value);
        }

        if (size <= GoodSize)
        {
            return;
        }

        await using MySqlCommand ask = new("SELECT @@max_allowed_packet", connection, transaction);
        long most = Convert.ToInt64(await ask.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
        if (size > most - Margin)
        {
            throw new UnstorableValueException(string.Create(
                CultureInfo.InvariantCulture,
                $"The statement has {size:N0} bytes, and the server takes {most:N0} (max_allowed_packet). Make the values smaller, keep them elsewhere and store where they are, or raise max_allowed_packet."));
        }
    }

    private void Send(int seconds, Action<MySqlRowReader>?[] readers)
    {
        using MySqlCommand running = Command;
        running.CommandText = Sql.ToString();
        running.CommandTimeout = seconds;
        using MySqlDataReader reader = running.ExecuteReader();
        MySqlRowReader row = new(reader);
        int answer = -1;
        do
        {
            if (reader.FieldCount == 0)
            {
                continue;
            }

            answer++;
            while (reader.Read())
            {
                if (answer < readers.Length)
                {
                    readers[answer]?.Invoke(row);
                }
            }
        }
        while (reader.NextResult());
    }
}
