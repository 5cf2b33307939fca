namespace GeneratedScheduler.Sql;

/// <summary>A container's use of a database; disposed with the container.</summary>
internal sealed class DatabaseUse(SqlDatabase database, Func<ValueTask> release) : IAsyncDisposable
{
    private int _isReleased;

    public SqlDatabase Database => database;

    /// <summary>The only use of a database, which is disposed with it.</summary>
    public static DatabaseUse Of(SqlDatabase database) => new(database, database.DisposeAsync);

    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _isReleased, 1) == 0 ? release() : default;
}

/// <summary>A database that several containers use: opened with the first, disposed with the last.</summary>
internal sealed class SharedDatabase(Func<SqlDatabase> open)
{
    private readonly Lock _lock = new();
    private SqlDatabase? _database;
    private int _uses;

    public DatabaseUse Use()
    {
        lock (_lock)
        {
            _database ??= open();
            _uses++;
            return new DatabaseUse(_database, ReleaseAsync);
        }
    }

    private ValueTask ReleaseAsync()
    {
        SqlDatabase? last = null;
        lock (_lock)
        {
            if (--_uses == 0)
            {
                (last, _database) = (_database, null);
            }
        }

        return last?.DisposeAsync() ?? default;
    }
}
