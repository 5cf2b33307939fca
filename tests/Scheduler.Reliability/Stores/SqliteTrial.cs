using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace GeneratedScheduler.Reliability.Stores;

/// <summary>A SQLite file that several processes share, with <c>synchronous=FULL</c>.</summary>
internal sealed class SqliteTrial : Store
{
    public SqliteTrial(string folder) => Connection = Path.Combine(folder, "tasks.db");

    public override IReadOnlyList<string> AuditSchema =>
    [
        """
        CREATE TABLE audit (seq INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, number INTEGER NOT NULL,
          old_state INTEGER, new_state INTEGER, old_token INTEGER, new_token INTEGER, old_owner TEXT, new_owner TEXT,
          result INTEGER, failure TEXT, progress TEXT)
        """,
        "CREATE TABLE orders (number INTEGER PRIMARY KEY)",
        Trigger("INSERT", "1", old: false, @new: true),
        Trigger("UPDATE", Changes, old: true, @new: true),
        Trigger("DELETE", "1", old: true, @new: false),
    ];

    private const string Changes =
        "OLD.task_state IS NOT NEW.task_state OR OLD.task_claim_token IS NOT NEW.task_claim_token OR OLD.task_owner IS NOT NEW.task_owner"
        + " OR OLD.task_progress_message IS NOT NEW.task_progress_message OR OLD.result IS NOT NEW.result";

    public override Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override DbConnection MakeConnection() =>
        new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Connection, DefaultTimeout = 60, Pooling = false }.ConnectionString);

    public override ValueTask DisposeAsync() => default;

    private static string Trigger(string happening, string when, bool old, bool @new)
    {
        string Of(bool there, string row, string column) => there ? $"{row}.{column}" : "NULL";
        return $"""
            CREATE TRIGGER audit_{happening} AFTER {happening} ON work WHEN {when} BEGIN
              INSERT INTO audit (at, number, old_state, new_state, old_token, new_token, old_owner, new_owner, result, failure, progress)
              VALUES ((julianday('now') - 2440587.5) * 86400.0, {(@new ? "NEW" : "OLD")}.number,
                {Of(old, "OLD", "task_state")}, {Of(@new, "NEW", "task_state")}, {Of(old, "OLD", "task_claim_token")}, {Of(@new, "NEW", "task_claim_token")},
                {Of(old, "OLD", "task_owner")}, {Of(@new, "NEW", "task_owner")}, {Of(@new, "NEW", "result")},
                {Of(@new, "NEW", "task_failure_message")}, {Of(@new, "NEW", "task_progress_message")});
            END
            """;
    }
}
