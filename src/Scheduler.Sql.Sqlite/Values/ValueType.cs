namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>The types that SQLite stores.</summary>
internal enum ValueType : byte
{
    Null = 0,
    Integer = 1,
    Real = 2,
    Text = 3,
    Blob = 4,
}
