using System.Data.Common;
using GeneratedScheduler.Sql.MySql;
using GeneratedScheduler.Sql.Tests.MySql;
using MySqlConnector;

namespace GeneratedScheduler.Sql.Tests;

/// <summary>A database of its own in the MariaDB of the tests.</summary>
internal sealed class MySqlTestStore : SqlTestStore
{
    public const string Kind = "MariaDB";

    private readonly string _database;
    private readonly string _connectionString;
    private readonly string _connectionStringOfContainers;

    private MySqlTestStore(string database)
    {
        _database = database;
        _connectionString = With(MySqlFixture.ConnectionString, database);
        _connectionStringOfContainers = With(TestEnvironment.MySqlOfContainers, database);
    }

    public string Database => _database;

    public static async Task<MySqlTestStore> CreateAsync()
    {
        MySqlTestStore store = new(MySqlFixture.NewName("store"));
        await MySqlFixture.ExecuteAsync($"CREATE DATABASE {store._database}", TestContext.Current.CancellationToken);
        return store;
    }

    public override SqlTaskContainer<TTask, TResult> Open<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, Action<SqlContainerOptions>? configure = null) => OpenAs(_connectionStringOfContainers, definition, configure);

    /// <summary>The same for another account.</summary>
    public static SqlTaskContainer<TTask, TResult> OpenAs<TTask, TResult>(
        string connectionString, TaskDefinition<TTask, TResult> definition, Action<SqlContainerOptions>? configure)
    {
        MySqlContainerOptions options = new();
        configure?.Invoke(options);
        return new MySqlStore(connectionString, options).OpenAlone(definition);
    }

    public override SqlTaskDataPersister<TTask, TResult> OpenPersister<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, Action<SqlContainerOptions>? configure = null)
    {
        MySqlContainerOptions options = new();
        configure?.Invoke(options);
        return new MySqlStore(_connectionStringOfContainers, options).OpenOutputsAlone(definition);
    }

    public override SchedulerBuilder SaveOutputs(SchedulerBuilder builder) => builder.SaveOutputsToMySql(_connectionString);

    public override async Task<DbConnection> ConnectAsync()
    {
        MySqlConnection connection = new(_connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    public override string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    public override Task RefuseAsync(string table, string happening, string condition, string words, string code = "45000") => ExecuteAsync(
        $"CREATE TRIGGER refuse_{Guid.NewGuid():N} BEFORE {happening} ON {table} FOR EACH ROW BEGIN IF {condition} THEN "
        + $"SIGNAL SQLSTATE '{code}' SET MESSAGE_TEXT = '{words}'; END IF; END");

    public override async ValueTask DisposeAsync() => await MySqlFixture.ExecuteAsync($"DROP DATABASE {_database}", CancellationToken.None);

    private static string With(string connectionString, string database) =>
        new MySqlConnectionStringBuilder(connectionString) { Database = database, MaximumPoolSize = 5 }.ConnectionString;
}
