using System.Data.Common;
using GeneratedScheduler.Sql.PostgreSql;
using GeneratedScheduler.Sql.Tests.PostgreSql;
using Npgsql;

namespace GeneratedScheduler.Sql.Tests;

/// <summary>A schema of its own in the PostgreSQL of the tests.</summary>
internal sealed class PostgreSqlTestStore : SqlTestStore
{
    public const string Kind = "PostgreSQL";

    private readonly string _schema;
    private readonly NpgsqlDataSource _source;

    private PostgreSqlTestStore(string schema)
    {
        _schema = schema;
        _source = NpgsqlDataSource.Create($"{PostgreSqlFixture.ConnectionString};Search Path={schema}");
    }

    public string Schema => _schema;

    public static async Task<PostgreSqlTestStore> CreateAsync()
    {
        PostgreSqlTestStore store = new(PostgreSqlFixture.NewName("store"));
        await store.ExecuteAsync($"CREATE SCHEMA {store._schema}");
        return store;
    }

    public override SqlTaskContainer<TTask, TResult> Open<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, Action<SqlContainerOptions>? configure = null) =>
        OpenAs(TestEnvironment.PostgreSqlOfContainers, definition, configure);

    /// <summary>The same for another account.</summary>
    public SqlTaskContainer<TTask, TResult> OpenAs<TTask, TResult>(
        string connectionString, TaskDefinition<TTask, TResult> definition, Action<SqlContainerOptions>? configure)
    {
        PostgreSqlContainerOptions options = new() { SchemaName = _schema };
        configure?.Invoke(options);
        return new PostgreSqlStore(connectionString + ";Maximum Pool Size=5", options).OpenAlone(definition);
    }

    public override SqlTaskDataPersister<TTask, TResult> OpenPersister<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, Action<SqlContainerOptions>? configure = null)
    {
        PostgreSqlContainerOptions options = new() { SchemaName = _schema };
        configure?.Invoke(options);
        return new PostgreSqlStore(TestEnvironment.PostgreSqlOfContainers + ";Maximum Pool Size=5", options).OpenOutputsAlone(definition);
    }

    public override SchedulerBuilder SaveOutputs(SchedulerBuilder builder) =>
        builder.SaveOutputsToPostgreSql(_source, options => options.SchemaName = _schema);

    public override async Task<DbConnection> ConnectAsync() => await _source.OpenConnectionAsync(TestContext.Current.CancellationToken);

    public override async Task RefuseAsync(string table, string happening, string condition, string words, string code = "45000")
    {
        string name = $"refuse_{Guid.NewGuid():N}";
        await ExecuteAsync(
            $"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN RAISE EXCEPTION '{words}' USING ERRCODE = '{code}'; END IF; "
            + $"RETURN {(happening == "DELETE" ? "OLD" : "NEW")}; END $$");
        await ExecuteAsync($"CREATE TRIGGER {name} BEFORE {happening} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()");
    }

    public override async ValueTask DisposeAsync()
    {
        await using (NpgsqlCommand drop = _source.CreateCommand($"DROP SCHEMA {_schema} CASCADE"))
        {
            await drop.ExecuteNonQueryAsync(CancellationToken.None);
        }

        await _source.DisposeAsync();
    }
}
