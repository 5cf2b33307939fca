using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>A connection during one call, and the transaction on it: its own, or one of the application.</summary>
/// <param name="connection">The connection.</param>
/// <param name="transaction">The application's transaction, which is not ended here.</param>
/// <param name="begin">The statements that begin a transaction.</param>
/// <param name="blockFor">For how many seconds the calling thread waits for each answer; <see langword="null"/> to wait without a thread.</param>
internal sealed class MySqlSession(MySqlConnection connection, MySqlTransaction? transaction, string begin, int? blockFor = null)
{
    private bool _isOpen = transaction is not null;

    /// <summary>Whether the transaction is one of our own.</summary>
    public bool IsOwn => transaction is null;

    /// <summary>Whether a commit was sent: what was done may stand, whatever happened since.</summary>
    public bool MayHaveCommitted { get; private set; }

    /// <summary>A packet; the first one begins the transaction.</summary>
    public MySqlPacket Packet()
    {
        MySqlPacket packet = new(connection, transaction, blockFor);
        if (!_isOpen)
        {
            _isOpen = true;
            packet.Append(begin);
        }

        return packet;
    }

    /// <summary>A packet that only looks, and begins nothing.</summary>
    public MySqlPacket Look() => new(connection, transaction, blockFor);

    /// <summary>Sends a packet; if it is the last one of a transaction of our own, the commit travels with it.</summary>
    public async ValueTask SendAsync(MySqlPacket packet, bool isLast, CancellationToken cancellationToken, params Action<MySqlRowReader>?[] readers)
    {
        bool isEnding = isLast && transaction is null;
        cancellationToken.ThrowIfCancellationRequested();
        MayHaveCommitted |= isEnding;
        await (isEnding ? packet.Append("COMMIT") : packet).SendAsync(cancellationToken, readers).ConfigureAwait(false);
        _isOpen &= !isEnding;
    }

    /// <summary>Commits what is open.</summary>
    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if (_isOpen && transaction is null)
        {
            await SendAsync(Packet(), isLast: true, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Leaves nothing open after a failure: connections are given back as they are. Answers whether the connection is of use; if not, the driver
    /// throws it away.
    /// </summary>
    public async ValueTask<bool> AbandonAsync()
    {
        if (connection.State != System.Data.ConnectionState.Open)
        {
            return false;
        }

        if (!_isOpen || transaction is not null)
        {
            return true;
        }

        try
        {
            await new MySqlPacket(connection, null, blockFor).Append("ROLLBACK").SendAsync(CancellationToken.None).ConfigureAwait(false);
            return true;
        }
#pragma warning disable CA1031 // The failure that led here is told; this one only means that the connection must not be used again.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }
}
