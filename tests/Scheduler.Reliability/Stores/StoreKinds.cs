using GeneratedScheduler.Reliability.Work;
using GeneratedScheduler.Sql;
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
        SqlTaskContainer<WorkTask, long> durable = OpenDurable(kind, connection, clock);
        return new OpenedContainer(durable, isCombined ? new(durable, new() { TimeProvider = clock, Order = TaskOrder.Priority }) : null);
    }

    /// <summary>Makes the database for one run.</summary>
    public static Store MakeStore(StoreKind kind, string folder) => kind switch
    {
        StoreKind.PostgreSql => new PostgreSqlStore(folder),
        StoreKind.MySql => new MySqlStore(folder),
        _ => new SqliteStore(folder),
    };

    private static SqlTaskContainer<WorkTask, long> OpenDurable(StoreKind kind, string connection, TimeProvider clock)
    {
        TaskDefinition<WorkTask, long> definition = WorkScheduler.CreateDefinition();
        return kind switch
        {
            StoreKind.PostgreSql => PostgreSqlTaskContainer.Create(
                definition, connection, new PostgreSqlContainerOptions { TimeProvider = clock, CommandTimeout = CommandTimeout }),
            StoreKind.MySql => MySqlTaskContainer.Create(
                definition, connection, new MySqlContainerOptions { TimeProvider = clock, CommandTimeout = CommandTimeout }),
            _ => SqliteTaskContainer.Create(definition, connection, new SqliteContainerOptions { TimeProvider = clock }),
        };
    }
}

/// <summary>A container over a store: the durable one itself, or memory in front of it.</summary>
internal sealed class OpenedContainer(SqlTaskContainer<WorkTask, long> durable, CombinedTaskContainer<WorkTask, long>? combined) : IAsyncDisposable
{
    public ITaskContainer<WorkTask, long> Container => combined is null ? durable : combined;

    public async ValueTask DisposeAsync()
    {
        if (combined is not null)
        {
            await combined.DisposeAsync().ConfigureAwait(false);
        }

        await durable.DisposeAsync().ConfigureAwait(false);
    }
}
