using System.Data.Common;
using Npgsql;

namespace GeneratedScheduler.Reliability.Stores;

/// <summary>A PostgreSQL server.</summary>
internal sealed class PostgreSqlTrial(string folder) : ServerStore("postgres", folder)
{
    public override IReadOnlyList<string> AuditSchema =>
    [
        """
        CREATE TABLE audit (seq bigserial PRIMARY KEY, at double precision NOT NULL, number bigint NOT NULL,
          old_state integer, new_state integer, old_token bigint, new_token bigint, old_owner text, new_owner text,
          result bigint, failure text, progress text)
        """,
        "CREATE TABLE orders (number bigint PRIMARY KEY)",
        """
        CREATE FUNCTION audit_work() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO audit (at, number, old_state, new_state, old_token, new_token, old_owner, new_owner, result, failure, progress)
          VALUES (extract(epoch FROM clock_timestamp()), coalesce(NEW.number, OLD.number), OLD.task_state, NEW.task_state,
            OLD.task_claim_token, NEW.task_claim_token, OLD.task_owner, NEW.task_owner, NEW.result, NEW.task_failure_message, NEW.task_progress_message);
          RETURN NULL;
        END $$
        """,
        "CREATE TRIGGER audit_others AFTER INSERT OR DELETE ON work FOR EACH ROW EXECUTE FUNCTION audit_work()",
        """
        CREATE TRIGGER audit_update AFTER UPDATE ON work FOR EACH ROW
        WHEN (OLD.task_state IS DISTINCT FROM NEW.task_state OR OLD.task_claim_token IS DISTINCT FROM NEW.task_claim_token
          OR OLD.task_owner IS DISTINCT FROM NEW.task_owner OR OLD.task_progress_message IS DISTINCT FROM NEW.task_progress_message
          OR OLD.result IS DISTINCT FROM NEW.result)
        EXECUTE FUNCTION audit_work()
        """,
    ];

    protected override string ConnectTimeout => "Timeout";

    // Not from a pool, whose connections may have been ended by a fault.
    public override DbConnection MakeConnection() => new NpgsqlConnection(With(("Pooling", "false")));

    public override Task TerminateBackendsAsync() => ExecuteAsync(
        ["SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database() AND random() < 0.5"],
        CancellationToken.None);
}
