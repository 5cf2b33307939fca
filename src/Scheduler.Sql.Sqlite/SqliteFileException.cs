namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>The file of a SQLite database cannot be opened, or cannot be written.</summary>
public sealed class SqliteFileException : StoreUnavailableException
{
    /// <summary>Names the file, and says what is wrong and what to do.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">What is wrong, and what to do.</param>
    /// <param name="innerException">What SQLite says.</param>
    public SqliteFileException(string path, string problem, Exception? innerException = null)
        : base("SQLite", $"SQLite file '{path}': {problem}", mayHaveChanged: false, innerException) => Path = path;

    internal SqliteFileException(string path, string problem, bool mayHaveChanged)
        : base("SQLite", $"SQLite file '{path}': {problem}", mayHaveChanged, innerException: null) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
