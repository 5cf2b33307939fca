using System.Data.Common;
using MySqlConnector;

namespace GeneratedScheduler.Reliability.Stores;

/// <summary>A MariaDB server.</summary>
internal sealed class MySqlTrial(string folder) : ServerStore("mysql", folder)
{
    private const string Changes =
        "NOT (OLD.task_state <=> NEW.task_state AND OLD.task_claim_token <=> NEW.task_claim_token AND OLD.task_owner <=> NEW.task_owner"
        + " AND OLD.task_progress_message <=> NEW.task_progress_message AND OLD.result <=> NEW.result)";

    public override IReadOnlyList<string> AuditSchema =>
    [
        """
        CREATE TABLE audit (seq BIGINT AUTO_INCREMENT PRIMARY KEY, at DOUBLE NOT NULL, number BIGINT NOT NULL,
          old_state INT, new_state INT, old_token BIGINT, new_token BIGINT, old_owner VARCHAR(64), new_owner VARCHAR(64),
          result BIGINT, failure TEXT, progress TEXT)
        """,
        "CREATE TABLE orders (number BIGINT PRIMARY KEY)",
        Trigger("INSERT", "TRUE", old: false, @new: true),
        Trigger("UPDATE", Changes, old: true, @new: true),
        Trigger("DELETE", "TRUE", old: true, @new: false),
    ];

    protected override string ConnectTimeout => "Connection Timeout";

    // Not from a pool, whose connections may have been ended by a fault.
    public override DbConnection MakeConnection() => new MySqlConnection(With(("Pooling", "false")));

    public override async Task TerminateBackendsAsync()
    {
        List<ulong> backends = await ReadAsync(
            "SELECT CAST(id AS UNSIGNED) FROM information_schema.processlist WHERE id <> connection_id() AND user = 'scheduler' AND rand() < 0.5",
            static reader => ((MySqlDataReader)reader).GetUInt64(0),
            CancellationToken.None).ConfigureAwait(false);
        foreach (ulong backend in backends)
        {
            try
            {
                await ExecuteAsync([FormattableString.Invariant($"KILL CONNECTION {backend}")], CancellationToken.None).ConfigureAwait(false);
            }
            catch (MySqlException exception) when (exception.ErrorCode == MySqlErrorCode.NoSuchThread)
            {
                // It ended by itself.
            }
        }
    }

    private static string Trigger(string happening, string when, bool old, bool @new)
    {
        string Of(bool there, string row, string column) => there ? $"{row}.{column}" : "NULL";
        return $"""
            CREATE TRIGGER audit_{happening} AFTER {happening} ON work FOR EACH ROW
            IF {when} THEN
              INSERT INTO audit (at, number, old_state, new_state, old_token, new_token, old_owner, new_owner, result, failure, progress)
              VALUES (unix_timestamp(sysdate(6)), {(@new ? "NEW" : "OLD")}.number,
                {Of(old, "OLD", "task_state")}, {Of(@new, "NEW", "task_state")}, {Of(old, "OLD", "task_claim_token")}, {Of(@new, "NEW", "task_claim_token")},
                {Of(old, "OLD", "task_owner")}, {Of(@new, "NEW", "task_owner")}, {Of(@new, "NEW", "result")},
                {Of(@new, "NEW", "task_failure_message")}, {Of(@new, "NEW", "task_progress_message")});
            END IF
            """;
    }
}
