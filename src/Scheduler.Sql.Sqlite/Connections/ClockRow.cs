using System.Globalization;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>What a file keeps about the clock of the machine, in a table with one row.</summary>
/// <param name="Start">Names the start of the machine, for which the other values hold.</param>
/// <param name="Lead">How far the wall clock is ahead of the monotonic one, in milliseconds.</param>
/// <param name="Slept">For how long the machine has been suspended since its start, in milliseconds, as far as that is known.</param>
internal readonly record struct ClockRow(string Start, long Lead, long Slept)
{
    private const string Table = "scheduler_clock";

    /// <summary>Makes the table, which older files do not have.</summary>
    public const string Create =
        $"CREATE TABLE IF NOT EXISTS {Table} (id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1), machine_start TEXT NOT NULL, lead INTEGER NOT NULL, slept INTEGER NOT NULL) STRICT";

    public static ClockRow? Find(SqliteSession session)
    {
        if (!Exists(session))
        {
            return null;
        }

        PreparedStatement row = session.Command($"SELECT machine_start, lead, slept FROM {Table}");
        try
        {
            return row.Step() ? new ClockRow(row.Text(0), row.Long(1), row.Long(2)) : null;
        }
        finally
        {
            row.Reset();
        }
    }

    /// <returns>Whether it is there now.</returns>
    public bool Write(SqliteSession session, bool mayCreate)
    {
        if (!Exists(session))
        {
            if (!mayCreate)
            {
                return false;
            }

            session.Check(session.TryRun(Create));
        }

        session.Check(session.TryRun(string.Create(
            CultureInfo.InvariantCulture, $"INSERT OR REPLACE INTO {Table} VALUES (1, {SqliteDialect.Instance.Literal(Start)}, {Lead}, {Slept})")));
        return true;
    }

    private static bool Exists(SqliteSession session) =>
        session.Ask($"SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '{Table}'", static s => s.Long(0)) > 0;
}
