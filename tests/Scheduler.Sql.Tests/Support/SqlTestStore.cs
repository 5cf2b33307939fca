using System.Data.Common;

namespace GeneratedScheduler.Sql.Tests;

/// <summary>An empty database of one kind, for one test, with its own connections beside those of the containers.</summary>
internal abstract class SqlTestStore : IAsyncDisposable
{
    /// <summary>The kinds of databases that every shared test runs on.</summary>
    public static TheoryData<string> Kinds => [PostgreSqlTestStore.Kind, MySqlTestStore.Kind, SqliteTestStore.Kind];

    /// <summary>The same, each without and with memory in front.</summary>
    public static TheoryData<string, bool> KindsAndMemory
    {
        get
        {
            TheoryData<string, bool> data = [];
            foreach (string kind in new[] { PostgreSqlTestStore.Kind, MySqlTestStore.Kind, SqliteTestStore.Kind })
            {
                data.Add(kind, false);
                data.Add(kind, true);
            }

            return data;
        }
    }

    public static async Task<SqlTestStore> CreateAsync(string kind) => kind switch
    {
        PostgreSqlTestStore.Kind => await PostgreSqlTestStore.CreateAsync(),
        MySqlTestStore.Kind => await MySqlTestStore.CreateAsync(),
        _ => new SqliteTestStore(),
    };

    /// <summary>Makes a container as a process of its own would.</summary>
    public abstract SqlTaskContainer<TTask, TResult> Open<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, Action<SqlContainerOptions>? configure = null);

    /// <summary>Makes a persister as a process of its own would.</summary>
    public abstract SqlTaskDataPersister<TTask, TResult> OpenPersister<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, Action<SqlContainerOptions>? configure = null);

    /// <summary>Lets a host keep its outputs here.</summary>
    public abstract SchedulerBuilder SaveOutputs(SchedulerBuilder builder);

    /// <summary>Opens a connection of the application's own.</summary>
    public abstract Task<DbConnection> ConnectAsync();

    /// <summary>Adds a trigger that refuses some rows of a table, and says why.</summary>
    /// <param name="table">The table.</param>
    /// <param name="happening">INSERT, UPDATE or DELETE.</param>
    /// <param name="condition">Which rows, by OLD and NEW.</param>
    /// <param name="words">What it says.</param>
    /// <param name="code">The SQLSTATE, where there are any.</param>
    public abstract Task RefuseAsync(string table, string happening, string condition, string words, string code = "45000");

    /// <summary>Quotes a name as people would who type SQL.</summary>
    public virtual string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public async Task ExecuteAsync(string sql)
    {
        await using DbConnection connection = await ConnectAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The first column of an answer, as text.</summary>
    public async Task<List<string?>> QueryAsync(string sql)
    {
        await using DbConnection connection = await ConnectAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await using DbDataReader reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        List<string?> answers = [];
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            answers.Add(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture));
        }

        return answers;
    }

    public abstract ValueTask DisposeAsync();
}
