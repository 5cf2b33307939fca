using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>One connection with its prepared statements. For one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly bool _isBorrowed;
    private readonly Dictionary<CompiledStatement, PreparedStatement> _prepared = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, PreparedStatement> _commands = new(StringComparer.Ordinal);

    private SqliteSession(SqliteConnection connection, string path, bool isBorrowed)
    {
        _connection = connection;
        _isBorrowed = isBorrowed;
        Path = path;
        Handle = connection.Handle!;
    }

    public string Path { get; }

    public sqlite3 Handle { get; }

    /// <summary>Whether no transaction is open; SQLite itself ends one when the disk is full or fails.</summary>
    public bool IsAutoCommit => raw.sqlite3_get_autocommit(Handle) != 0;

    /// <summary>Opens a connection of our own.</summary>
    /// <param name="location">The file.</param>
    /// <param name="mustExist">Whether it has been there: then it is not made again, empty, if somebody has taken it away.</param>
    public static SqliteSession Open(SqliteLocation location, bool mustExist = false)
    {
        SqliteConnection connection = new(mustExist ? location.ConnectionStringOfExisting : location.ConnectionString);
        try
        {
            connection.Open();
            SqliteSession session = new(connection, location.Path, isBorrowed: false);
            SqliteSetup.Apply(session, location);
            return session;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw SqliteErrors.From(exception, location.Path);
        }
        catch (InvalidOperationException exception)
        {
            // What Microsoft.Data.Sqlite throws for Password where the library cannot encrypt.
            connection.Dispose();
            throw new SqliteFileException(
                location.Path,
                $"it cannot be opened with this connection string ({exception.Message}). Leave Password out, or reference a library of SQLite that encrypts, such as SQLitePCLRaw.bundle_e_sqlcipher.",
                exception);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Works on a connection of the application's own, and leaves it open.</summary>
    public static SqliteSession Borrow(SqliteConnection connection, string path) => new(connection, path, isBorrowed: true);

    public PreparedStatement Prepare(CompiledStatement compiled)
    {
        if (!_prepared.TryGetValue(compiled, out PreparedStatement? statement))
        {
            statement = new PreparedStatement(this, compiled);
            _prepared.Add(compiled, statement);
        }

        return statement;
    }

    /// <summary>A statement without values that is used again and again.</summary>
    public PreparedStatement Command(string sql)
    {
        if (!_commands.TryGetValue(sql, out PreparedStatement? statement))
        {
            statement = new PreparedStatement(this, new() { Name = sql, Table = "", Sql = sql, Parameters = [], Rows = [], Outputs = 0 });
            _commands.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>Carries out such a statement, and takes no answer.</summary>
    public void Run(string sql)
    {
        PreparedStatement statement = Command(sql);
        try
        {
            while (statement.Step())
            {
            }
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>Carries out such a statement, and takes the first column of its first row.</summary>
    public T Ask<T>(string sql, Func<PreparedStatement, T> read)
    {
        PreparedStatement statement = Command(sql);
        try
        {
            return statement.Step() ? read(statement) : throw new InvalidOperationException($"No answer to: {sql}");
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>Carries out a statement once; its code is the answer.</summary>
    public int TryRun(string sql) => raw.sqlite3_exec(Handle, sql);

    public void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Error(code);
        }
    }

    public Exception Error(int code) => SqliteErrors.From(code, Handle, Path);

    public void Dispose()
    {
        foreach (PreparedStatement statement in _prepared.Values.Concat(_commands.Values))
        {
            statement.Dispose();
        }

        _prepared.Clear();
        _commands.Clear();
        if (!_isBorrowed)
        {
            _connection.Dispose();
        }
    }
}
