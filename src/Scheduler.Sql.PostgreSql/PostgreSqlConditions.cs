using Npgsql;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>How a transaction that travels in one batch ends itself if a condition does not hold.</summary>
/// <remarks>
/// The client cannot decide between two statements without another round trip, during which the rows of the transitions are locked, and renewals of leases wait
/// for these rows: a process that is paused there, or has no free thread, would lose leases. So the statements count the rows that they change in a setting of
/// the transaction, and one behind them compares. SQL has no statement that raises an error; the conversion of a text that is not a number raises one, whose message contains the text.
/// </remarks>
internal static class PostgreSqlConditions
{
    private const string Setting = "generated_scheduler.changed_rows";
    // In milliseconds. The rows of the conditions are locked during the wait, and renewals of leases wait for them; the caller repeats the transaction.
    private const string LongestLockWait = "200";

    private const string Marker = "generated_scheduler: a condition does not hold, rows: ";

    /// <summary>A column of an answer that counts its rows.</summary>
    public const string CountRow = $"set_config('{Setting}', (current_setting('{Setting}')::bigint + 1)::text, true)";

    /// <summary>Begins to count, and lets no statement of the transaction wait long for the locks of others.</summary>
    public static NpgsqlBatchCommand Begin() => new($"SELECT set_config('{Setting}', '0', true), set_config('lock_timeout', '{LongestLockWait}', true)");

    /// <summary>Ends the transaction with an error unless so many rows were counted.</summary>
    public static NpgsqlBatchCommand Check(long rows)
    {
        NpgsqlBatchCommand check = new(
            $"SELECT CASE WHEN current_setting('{Setting}')::bigint <> $1 THEN ('{Marker}' || current_setting('{Setting}'))::bigint END");
        check.Parameters.Add(new NpgsqlParameter<long> { TypedValue = rows });
        return check;
    }

    /// <summary>Whether this is that error.</summary>
    public static bool HasFailed(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.InvalidTextRepresentation } answer
        && answer.MessageText.Contains(Marker, StringComparison.Ordinal);
}
