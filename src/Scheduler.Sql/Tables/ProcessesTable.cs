namespace GeneratedScheduler.Sql;

/// <summary>The table in which processes announce themselves, which every database has: one row for each.</summary>
internal static class ProcessesTable
{
    public const string Name = "scheduler_processes";

    /// <summary>The key: which announcement it is.</summary>
    public const string Id = "id";

    /// <summary>The owner of the process's claims.</summary>
    public const string Owner = "owner";

    /// <summary>Since when the process has run tasks.</summary>
    public const string StartedAt = "started_at";

    /// <summary>When it was announced last.</summary>
    public const string SeenAt = "seen_at";

    /// <summary>Until when the announcement holds.</summary>
    public const string ValidUntil = "valid_until";

    /// <summary>What is not looked for: <see cref="ProcessDetails"/>.</summary>
    public const string Details = "details";

    /// <summary>The statement that makes the table if it is not there.</summary>
    /// <param name="table">The table as SQL has it.</param>
    /// <param name="guid">The type of a GUID.</param>
    /// <param name="moment">The type of a moment.</param>
    /// <param name="text">The type of a text of any length.</param>
    /// <param name="more">What comes behind the columns.</param>
    public static string Create(string table, string guid, string moment, string text, string more = "") =>
        $"CREATE TABLE IF NOT EXISTS {table} (\n  {Id} {guid} NOT NULL PRIMARY KEY,\n  {Owner} {guid} NOT NULL,\n  {StartedAt} {moment} NOT NULL,\n"
        + $"  {SeenAt} {moment} NOT NULL,\n  {ValidUntil} {moment} NOT NULL,\n  {Details} {text} NOT NULL{more}\n)";
}
