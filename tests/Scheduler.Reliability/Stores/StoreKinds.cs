using GeneratedScheduler.Reliability.Work;
using GeneratedScheduler.Sql.MySql;
using GeneratedScheduler.Sql.PostgreSql;
using GeneratedScheduler.Sql.Sqlite;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Reliability.Stores;

/// <summary>The databases that the harness knows.</summary>
internal enum StoreKind
{
    PostgreSql = 0,
    Sqlite = 1,
    MySql = 2,
}

/// <summary>From the name of a store to a container over it.</summary>
internal static class StoreKinds
{
    private const string CombinedPrefix = "combination-";

    // Short, as a lease is here: a connection that is cut half-open is noticed after it.
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(3);

    public static (StoreKind Kind, bool IsCombined) Parse(string name)
    {
        bool isCombined = name.StartsWith(CombinedPrefix, StringComparison.Ordinal);
        return ((isCombined ? name[CombinedPrefix.Length..] : name) switch
        {
            "postgres" => StoreKind.PostgreSql,
            "sqlite" => StoreKind.Sqlite,
            "mysql" => StoreKind.MySql,
            _ => throw new ArgumentException($"'{name}' is no store that this program knows."),
        }, isCombined);
    }

    public static OpenedContainer Open(string name, string connection, TimeProvider clock)
    {
        (StoreKind kind, bool isCombined) = Parse(name);
        ITaskStore store = OpenDurable(kind, connection, clock);
        return new OpenedContainer(isCombined ? new CombinedStore(store) : store, clock);
    }

    /// <summary>Makes the database for one run.</summary>
    public static Store MakeStore(StoreKind kind, string folder) => kind switch
    {
        StoreKind.PostgreSql => new PostgreSqlTrial(folder),
        StoreKind.MySql => new MySqlTrial(folder),
        _ => new SqliteTrial(folder),
    };

    private static ITaskStore OpenDurable(StoreKind kind, string connection, TimeProvider clock) => kind switch
    {
        StoreKind.PostgreSql => new PostgreSqlStore(connection, new PostgreSqlContainerOptions { TimeProvider = clock, CommandTimeout = CommandTimeout }),
        StoreKind.MySql => new MySqlStore(connection, new MySqlContainerOptions { TimeProvider = clock, CommandTimeout = CommandTimeout }),
        _ => new SqliteStore(connection, new SqliteContainerOptions { TimeProvider = clock }),
    };
}

/// <summary>A store, the database itself or memory in front of it, and a container in it.</summary>
internal sealed class OpenedContainer(ITaskStore store, TimeProvider clock) : IAsyncDisposable
{
    public ITaskStore Store => store;

    public ITaskContainer<WorkTask, long> Container { get; } = store.Open(WorkScheduler.CreateDefinition(), clock);

    public async ValueTask DisposeAsync()
    {
        await Container.DisposeAsync().ConfigureAwait(false);
        await store.DisposeAsync().ConfigureAwait(false);
    }
}
